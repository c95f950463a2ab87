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
    "controller": "la Ville de Saint-Amand-les-Eaux et son CCAS",
    "dpo": "donnees@example.org",
    # Where the code is published, to be written once it is: "source": "https://…".
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
    "collection": {
        "title": "Centre de ressources Louise de Bettignies",
        "code": "MLB",
        "place": "maison-louise-de-bettignies",
        "url": "/maison-louise-de-bettignies/",
        # Demonstration: how long, and how many, is for the town to decide.
        "loan": "3 weeks",
        "kept": "10 days",
        "limit": "3",
        "answer": "15 days",
        "subjects": [
            {"slug": "histoire-des-femmes", "title": "Histoire des femmes"},
            {"slug": "feminismes", "title": "Féminismes"},
            {"slug": "droits-civiques", "title": "Droit de vote, mandats, parité"},
            {"slug": "egalite", "title": "Égalité devant la loi"},
            {"slug": "famille", "title": "Mariage, divorce, famille"},
            {"slug": "education", "title": "Éducation"},
            {"slug": "travail", "title": "Travail et salaires"},
            {"slug": "syndicalisme", "title": "Syndicats et luttes ouvrières"},
            {"slug": "corps", "title": "Contraception et avortement"},
            {"slug": "violences", "title": "Violences faites aux femmes"},
            {"slug": "grande-guerre", "title": "Première Guerre mondiale"},
            {"slug": "resistance", "title": "Résistance et occupation"},
            {"slug": "renseignement", "title": "Renseignement et espionnage"},
            {"slug": "arts", "title": "Arts et spectacle"},
            {"slug": "presse", "title": "Presse et écriture"},
            {"slug": "nord", "title": "Nord et Hainaut"},
            {"slug": "participation", "title": "Citoyenneté et participation"},
        ],
        "periods": [
            {"slug": "1789-1869", "title": "De la Révolution au Second Empire", "since": "1789", "until": "1869"},
            {"slug": "1870-1913", "title": "Les débuts de la Troisième République", "since": "1870", "until": "1913"},
            {"slug": "1914-1918", "title": "La Grande Guerre", "since": "1914", "until": "1918"},
            {"slug": "1919-1945", "title": "D’une guerre à l’autre", "since": "1919", "until": "1945"},
            {"slug": "1946-1974", "title": "L’après-guerre", "since": "1946", "until": "1974"},
            {"slug": "1975-1999", "title": "La fin du vingtième siècle", "since": "1975", "until": "1999"},
            {"slug": "depuis-2000", "title": "Depuis 2000", "since": "2000", "until": "2099"},
        ],
    },
}
