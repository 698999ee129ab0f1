"""A description for people who want to see what happens."""

_PARAGRAPHS = (
    "Table finder: places for tonight",
    "Our app lists 140 local restaurants and has about 9,000 monthly users in one city. "
    "People scroll for a long time and then close the app without booking. We want to recommend "
    "three places when the app is opened, so that more people book.",
    "We have two years of page views, searches and bookings in our own database. Nobody has ever "
    "rated a dish or a place, so there are no labelled preferences, and we don't know yet how we "
    "would get them. Users log in with their e-mail address; some have entered allergies.",
    "The suggestions would be computed in the cloud each time the app is opened. Two developers "
    "have three months, starting in January. Marketing looks after the app. If bookings rise by "
    "ten percent we would call it a success.",
)
EXAMPLE = "\n\n".join(_PARAGRAPHS)
