"""Settings of the site of Saint-Amand-les-Eaux. All that is of the town is here and in content/."""

from plugins.defaults import *  # noqa: F403

TOWN = {
    "name": "Saint-Amand-les-Eaux",
    "tagline": "Les services de la ville, pour tout le monde",
    "url": "https://www.saint-amand-les-eaux.example.org",
    # Demonstration: to be replaced by the switchboard's number and hours.
    "telephone": "03 53 01 00 00",
    "telephone_hours": "du lundi au vendredi, de 8 h 30 à 12 h et de 13 h 30 à 17 h 30",
    "address": "Hôtel de ville, Grand'Place, 59230 Saint-Amand-les-Eaux",
    "email": "accueil@example.org",
    "timezone": "Europe/Paris",
    # Académie de Lille.
    "school_zone": "B",
    # Without a valid audit the law asks for these words, whatever the tests say.
    "accessibility": "non conforme",
    "controller": "La ville de Saint-Amand-les-Eaux et son CCAS",
    "dpo": "donnees@example.org",
    "menu": [
        {"label": "Agenda", "url": "/agenda/"},
        {"label": "Aide numérique", "url": "/numerique/"},
        {"label": "Participer", "url": "/participation/"},
        {"label": "Maison Louise de Bettignies", "url": "/maison-louise-de-bettignies/"},
        {"label": "Actualités", "url": "/actualites/"},
        {"label": "Lieux", "url": "/lieux/"},
    ],
    "footer": [
        {"label": "Contact", "url": "/contact/"},
        {"label": "Plan du site", "url": "/plan/"},
        {"label": "Mentions légales", "url": "/mentions-legales/"},
        {"label": "Vie privée", "url": "/vie-privee/"},
    ],
    "themes": [
        {"slug": "smartphone", "title": "Smartphone et tablette"},
        {"slug": "ordinateur", "title": "Ordinateur"},
        {"slug": "internet", "title": "Internet et messagerie"},
        {"slug": "demarches", "title": "Démarches en ligne"},
        {"slug": "photos", "title": "Photos"},
        {"slug": "securite", "title": "Sécurité"},
        {"slug": "visio", "title": "Appels vidéo"},
        {"slug": "culture", "title": "Culture et rencontres"},
    ],
}
