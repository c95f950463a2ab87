"""Words of communes that do not exist, awkward on purpose and all legal."""

TOWNS = (
    ("Val", "Mont", "Bourg", "Pont", "Roche", "Clos", "Vieux-Œillet"),
    ("-sur-", "-sous-", "-lès-", "-en-"),
    ("Garance", "Œuvrenne", "l'Orfraie", "Tourneplume", "Aÿ-Merlette", "Quincaille", "Brumœur"),
)
PLACES = (
    "La Maison des aînés", "L'Atelier du cœur", "Médiathèque « Les Œillets »", "Espace R&D, rez-de-jardin",
    "Salle <Polyvalente>", "Ancienne école : la grande salle", "Halle n° 4", "Le Nœud",
)  # fmt: skip
THEMES = ("Écrans", "Cœur & santé", "Papiers", "L'image", "Prudence !", "Rencontres")
TITLES = (
    "Écrire en <b>gras</b> & en italique", "Le cœur de l'œuvre", "Combien font {{7*7}} ?",
    "Ma boîte aux lettres : la ranger", "« Bonjour » à l'écran",
    "L'ordinateur, d'abord", "Trier 100 % de ses papiers", "Qui est-ce ? Jeux d'été",
    "Rendez-vous à 14 h", "Café & écrans", "<script>alert(1)</script>, ou comment lire une page", "Nœuds et mailles",
    "Apprendre, reprendre, comprendre : un très long titre pour une séance toute simple où l'on prend son temps",
    "Chœur d'ici", "{% raw %} et autres signes", "Parler, tout simplement", "Dîner l'hiver", "O'Clock",
    "Aÿ, Œ, Ÿ : les touches rares", "Le 1er pas",
)  # fmt: skip
NEWS = (
    "La mairie change d'heures", "Un banc de plus, c'est bien", "« Inscrivez-vous ! » : la saison commence",
    "Travaux & déviations", "Qu'est-ce qu'un cookie ?", "100 % des séances sont gratuites", "Le cœur du bourg",
    "<i>Penchez-vous</i> sur l'écran", "L'été, déjà", "Merci à toutes et à tous !",
)  # fmt: skip
SENTENCES = (
    "On vous accueille, on vous montre, on vous laisse faire.",
    "Venez avec vos questions : il n'y en a pas de mauvaise.",
    "L'œil s'habitue, la main aussi.",
    "Nous gardons {{ une place }} pour chacun & chacune.",
    "Vous n'avez pas d'adresse e-mail ? Un téléphone suffit.",
    "C'est dit : 35 % des séances ont lieu à 14 h 30.",
    "Les signes < et > ne font peur à personne !",
    "« Pas à pas » : c'est notre façon.",
)
"""Plain prose of Markdown bodies."""
PERIODS = ("D'abord", "Au temps des métiers", "Le siècle de l'œuvre", "Aujourd'hui, ou presque")
SUBJECTS = ("L'œuvre & la main", "Métiers d'ici", "« Liberté ! »", "Écoles", "Ça et là", "Santé : l'hygiène")
WHERE = ("Aÿ", "L'Orfraie-sur-Œuvre", "Brumœur", "Saint-Nœud", "Pré d'en-Haut", "Île <B>")
NAMES = (
    "Zoé d'Œuvre", "Aÿla de l'Orfraie", "Ève du Nœud", "Inès Brumœur", "Marie-Lou Tourneplume", "Renée & Paule",
)  # fmt: skip
RECORDS = (
    "L'atelier des <i>sœurs</i>", "Qui tissait ? Une enquête", "« Nous voulons ! »", "100 % laine", "Œuvres & métiers",
    "Ce qu'elle a dit : la grève", "L'été d'avant", "Combien font {{7*7}} ?", "À l'école des filles",
)  # fmt: skip
TRAILS = ("L'école d'avant, pas à pas", "Qui a dit « non » ?")
AREAS = (
    "L'Œillet", "Cœur de <bourg> & halles", "Les Prés", "« La Colline »", "Aÿ-le-Haut : l'ancien bourg",
    "R&D, zone nord",
)  # fmt: skip
IDEAS = (
    "Un banc à l'ombre", "Des arbres & des bancs", "Où jouer ? Ici !", "Un composteur <partagé>",
    "« Boîte à livres »", "Un chemin : de l'école à la halle", "100 % vélo", "Le nœud de la fontaine",
    "Un très long titre pour une idée toute simple, où chacun peut s'asseoir et regarder passer le temps",
)  # fmt: skip
CONSULTATIONS = (
    "Que faire de l'ancienne école ?", "Les <b>bancs</b> & les haltes", "« Mieux vivre » : votre avis",
    "100 % piéton ?", "Le cœur du bourg, demain", "Combien font {{7*7}} ? Parlons chiffres",
    "L'été à Œuvrenne",
)  # fmt: skip
QUESTIONS = (
    "Venez-vous souvent ?", "Qu'est-ce qui compte le plus pour vous ?", "Que pensez-vous de <i>ceci</i> & de cela ?",
    "Où l'installer, d'après vous ?", "« Oui » ou « non » : et pourquoi ?", "À quelle heure, 9 h ou 14 h ?",
    "Que garder de {{ l'existant }} ?", "Combien en faut-il ?",
)  # fmt: skip
OPTIONS = (
    "Oui, tout à fait", "Non", "Peut-être : cela dépend", "L'école & ses abords", "Le marché <couvert>", "À 14 h",
    "« Autre chose »", "Je ne sais pas", "Près de l'œuvre", "10 % de plus", "Aÿ", "{{ rien }}", "Ici, et là-bas",
    "Un très long choix, qui prend son temps pour dire tout ce qu'il a à dire sur le sujet", "Jamais !", "Ailleurs ?",
    "Le n° 12", "Chœur", "O'Clock", "D'abord, le parc",
)  # fmt: skip
