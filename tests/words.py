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
