#!/usr/bin/env python3
"""First of three: collect the sentences that the fast tier of `semantic` is distilled on.

    apt-get install wordnet-base
    python3 tools/distil_text.py text.txt [EXTRA.jsonl ...]

Sources: the glosses, examples and lemmas of WordNet 3.0; sentences that this script makes (scenes,
headlines, statements, from its own lists and WordNet's frequent nouns); and the strings of the extra
files, which for the published asset were the development halves of DEMETR (MIT), MENLI (MIT),
SummEdits (Apache-2.0) and MLQE-PE (CC0). No sentence of a similarity benchmark is among them.
One sentence a line, in an order that depends on nothing but the input.
"""

import argparse
import hashlib
import json
import random
import re
from pathlib import Path

SEED = 20240
LONGEST = 400
PEOPLE = [
    "man",
    "woman",
    "boy",
    "girl",
    "child",
    "baby",
    "person",
    "player",
    "dancer",
    "cook",
    "soldier",
    "policeman",
    "worker",
    "farmer",
    "doctor",
    "nurse",
    "teacher",
    "student",
    "singer",
    "musician",
    "rider",
    "driver",
    "cyclist",
    "runner",
    "skier",
    "surfer",
    "swimmer",
    "climber",
    "fisherman",
    "clown",
    "couple",
    "crowd",
    "family",
    "team",
    "band",
    "men",
    "women",
    "boys",
    "girls",
    "kids",
    "children",
    "people",
    "players",
    "lady",
    "guy",
    "teenager",
    "toddler",
    "artist",
    "officer",
    "firefighter",
    "protester",
    "tourist",
    "photographer",
]
ANIMALS = [
    "dog",
    "cat",
    "horse",
    "bird",
    "cow",
    "sheep",
    "elephant",
    "monkey",
    "panda",
    "lion",
    "tiger",
    "rabbit",
    "hamster",
    "turtle",
    "fish",
    "duck",
    "kitten",
    "puppy",
    "goat",
    "pig",
    "bear",
    "deer",
    "squirrel",
    "parrot",
    "zebra",
    "dolphin",
]
LOOKS = [
    "young",
    "old",
    "tall",
    "small",
    "large",
    "big",
    "little",
    "brown",
    "black",
    "white",
    "grey",
    "red",
    "blue",
    "green",
    "yellow",
    "happy",
    "tired",
    "muddy",
    "wet",
    "bald",
    "bearded",
    "blond",
    "dark-haired",
    "elderly",
    "smiling",
    "shirtless",
    "barefoot",
    "wild",
    "tiny",
    "huge",
]
PLACES = """in the park|on the beach|in a kitchen|on a stage|in the street|near a river|at a market|in the
snow|on a field|in the water|on a sofa|at home|in front of a building|under a tree|on a bench|in a
garden|in the mountains|by the lake|on the grass|in a crowded room|on a boat|at night|outside a
shop|along a road|across a bridge|on the floor|in a car|at the office|on top of a hill|in the desert|in
a pool|at a table|behind a fence|in a forest|on the ice|next to a wall|in the rain|on a bed""".replace(
    "\n", " "
).split("|")
# A verb, its form in -ing, and what it may be done to; "-" stands for nothing.
DEEDS = """play playing the guitar,a flute,the piano,football,cards,the drums,chess,a violin,with a ball,-
ride riding a horse,a bicycle,a motorbike,a skateboard,a wave,a bus
eat eating an apple,a sandwich,pasta,breakfast,ice cream,-
cut cutting an onion,a tomato,paper,some meat,a tree,hair
slice slicing a potato,bread,a cucumber,some cheese,an onion
cook cooking rice,dinner,eggs,soup,-
pour pouring water into a pot,milk into a bowl,oil into a pan,coffee
read reading a book,a newspaper,a letter,-
write writing a letter,on a board,a song
run running -,after a ball,a race,down the stairs
walk walking a dog,-,through the door,slowly
jump jumping over a fence,into the water,off a wall,-
dance dancing -,with a friend,in a circle
sing singing a song,-,into a microphone
sleep sleeping -,on a chair
sit sitting -,on a rock,around a fire
stand standing -,in line,on one leg
climb climbing a rope,a rock,a ladder,a tree
throw throwing a ball,a stone,a frisbee,snowballs
catch catching a ball,a fish,the train
kick kicking a ball,a door
hold holding a baby,a flag,a camera,an umbrella,a sign
carry carrying a box,a bag,water,a child
wear wearing a hat,a uniform,a helmet,a mask,a red dress,glasses
watch watching television,a game,the birds,the sunset
look looking at a map,through a window,up,away
talk talking on the phone,to a friend,-
drive driving a car,a truck,a tractor
fly flying a kite,a plane,-
paint painting a wall,a picture,a fence
clean cleaning a window,the floor,a fish
wash washing the dishes,a car,clothes
build building a house,a tower,a wall,a snowman
fix fixing a bicycle,an engine,a roof
shoot shooting a gun,an arrow,a target,a film
fight fighting -,with swords,for the ball
swim swimming -,underwater,across the river
drink drinking water,beer,tea,from a bottle
open opening a door,a box,a can,a present
close closing a window,a gate,a book
push pushing a cart,a stroller,a button
pull pulling a rope,a sled,a wagon
laugh laughing -,at a joke
cry crying -
smile smiling -,at the camera
mix mixing flour and eggs,paint,a salad
peel peeling a potato,an orange,a banana
lift lifting weights,a box
feed feeding the birds,a baby,an animal
chase chasing a cat,a ball,a rabbit,another dog
buy buying fruit,a ticket,shoes
sell selling flowers,vegetables,newspapers
draw drawing a picture,a face,water from a well
brush brushing teeth,a horse,hair
put putting on make-up,a pan on the stove,fuel in a car
take taking a photograph,a bath,notes""".splitlines()
ACTORS = """president|prime minister|government|court|police|army|parliament|company|bank|union|mayor|senator|
minister|judge|regulator|opposition|rebels|protesters|officials|scientists|investors|airline|hospital|
school|the president|the ministry|lawmakers|lawyers|prosecutors|troops|militants|the central bank|
the club|the coach|the striker|a spokesman|a witness|farmers|teachers|doctors|workers|the committee|
the United Nations|the European Union|the White House|the Pentagon|the Supreme Court""".replace(
    "\n", ""
).split("|")
VERBS = """approves|rejects|delays|backs|opposes|announces|denies|confirms|plans|cuts|raises|lowers|ends|
begins|wins|loses|signs|breaks|suspends|resumes|calls for|warns of|agrees to|refuses|considers|sues over|
investigates|condemns|welcomes|criticises|defends|bans|allows|attacks|shells|captures|leaves|joins|
closes|opens|buys|sells|reports|expects|votes on|vetoes|postpones|cancels|extends|reviews""".replace(
    "\n", ""
).split("|")
MATTERS = """deal|budget|tax rise|tax cut|strike|ceasefire|election|vote|bill|law|sanctions|talks|peace plan|
nuclear programme|trade agreement|merger|profit|loss|jobs|interest rates|pension reform|investigation|
inquiry|trial|appeal|sentence|attack|bombing|airstrike|border crossing|refugees|climate targets|oil
production|gas prices|shares|data breach|vaccine|outbreak|flood relief|bridge|airport|railway line|power
plant|satellite|match|title|final|contract|transfer|film|album|protest|resignation|visit|summit""".replace(
    "\n", " "
).split("|")
EVENTS = """earthquake|flood|storm|bomb blast|plane crash|train crash|bus accident|fire|shooting|landslide|
typhoon|explosion|ferry sinking|avalanche|car bomb|gas leak|riot|heat wave""".replace(
    "\n", ""
).split("|")
SAYING = [
    "said",
    "told reporters",
    "announced",
    "denied",
    "admitted",
    "warned",
    "argued",
    "insisted",
    "claimed",
]
DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


def wordnet(folder):
    """Glosses, examples, lemmas, frequent nouns and place names."""
    glosses, examples, lemmas, places = [], [], {}, []
    for part in ("noun", "verb", "adj", "adv"):
        for line in (folder / f"data.{part}").read_text("latin-1").splitlines():
            if line.startswith("  "):
                continue
            head, gloss = line.split("|", 1)
            field = head.split()
            words = [field[4 + 2 * i].replace("_", " ") for i in range(int(field[3], 16))]
            definition = re.split(r'; *"', gloss.strip())[0].strip(" ;")
            glosses.append(definition)
            if len(glosses) % 3 == 0:
                glosses.append(f"{words[0]}: {definition}")
            examples.extend(re.findall(r'"([^"]{8,})"', gloss))
            if part == "noun" and field[1] == "15" and words[0][:1].isupper():
                places.append(words[0])
            for word in words:
                lemmas.setdefault(re.sub(r"\(.*\)", "", word), None)
    counts = {}
    for line in (folder / "cntlist.rev").read_text("latin-1").splitlines():
        key, _, count = line.split()
        word, sense = key.split("%")
        kind = counts.setdefault(sense[0], {})
        kind[word.replace("_", " ")] = kind.get(word.replace("_", " "), 0) + int(count)
    nouns = sorted(w for w, n in counts["1"].items() if n >= 3 and w.isalpha())
    return glosses, examples, list(lemmas), nouns, places


def scenes(draw, nouns, count):
    """Plain descriptions of what is to be seen, some of them related to the one before."""
    deeds = []
    for line in DEEDS:
        verb, ing, objects = line.split(" ", 2)
        deeds.extend(
            (verb, ing, "" if o.strip() == "-" else " " + o.strip()) for o in objects.split(",")
        )
    who, look, deed, place = "man", "young", deeds[0], PLACES[0]
    for _ in range(count):
        # Keep some of the last scene: near neighbours teach more than strangers.
        if draw.random() < 0.6:
            who = draw.choice(PEOPLE if draw.random() < 0.75 else ANIMALS)
        if draw.random() < 0.6:
            look = draw.choice(LOOKS) if draw.random() < 0.5 else ""
        if draw.random() < 0.7:
            deed = draw.choice(deeds)
            if deed[2] and draw.random() < 0.25:
                deed = (
                    deed[0],
                    deed[1],
                    f" {draw.choice(['a', 'the', 'some'])} {draw.choice(nouns)}",
                )
        if draw.random() < 0.7:
            place = draw.choice(PLACES) if draw.random() < 0.5 else ""
        noun = f"{look} {who}".strip()
        plural = who.endswith(("men", "people", "kids", "children")) or who in (
            "boys",
            "girls",
            "players",
        )
        if plural:
            count_word = draw.choice(
                ["two", "three", "some", "many", "the", "a group of", "several"]
            )
            subject, be = f"{count_word} {noun}", "are"
        elif draw.random() < 0.1:
            subject, be = "nobody" if draw.random() < 0.5 else f"no {noun}", "is"
        else:
            subject, be = f"{draw.choice(['the', 'one', 'a', 'a'])} {noun}", "is"
            if subject.startswith("a ") and noun[0] in "aeiou":
                subject = "an" + subject[1:]
        form = draw.random()
        if form < 0.7:
            text = (
                f"{subject} {be} {'not ' if draw.random() < 0.08 else ''}{deed[1]}{deed[2]} {place}"
            )
        elif form < 0.8:
            text = f"{subject} {deed[1]}{deed[2]} {place}"
        elif form < 0.9:
            text = f"there {be} {subject} {deed[1]}{deed[2]} {place}"
        else:
            other = draw.choice(PEOPLE[:12] + ANIMALS)
            text = f"{subject} {be} {deed[1]}{deed[2]} and a {other} is {draw.choice(deeds)[1]} {place}"
        text = re.sub(r" +", " ", text).strip()
        yield text[0].upper() + text[1:] + ("." if draw.random() < 0.8 else "")


def news(draw, nouns, places, count):
    """Headlines, statements and questions."""
    some = draw.choice
    actor, verb, matter, place = some(ACTORS), some(VERBS), some(MATTERS), some(places)
    for _ in range(count):
        actor = some(ACTORS) if draw.random() < 0.6 else actor
        verb = some(VERBS) if draw.random() < 0.7 else verb
        matter = (
            some(MATTERS) if draw.random() < 0.5 else some(nouns) if draw.random() < 0.3 else matter
        )
        place = some(places) if draw.random() < 0.6 else place
        number = some([2, 3, 5, 7, 12, 18, 24, 40, 100, 250, 1000, 30000])
        text = [
            f"{place} {actor} {verb} {matter}",
            f"{actor} {verb} {matter} in {place}",
            f"{some(EVENTS)} kills {number} in {place}",
            f"at least {number} dead after {some(EVENTS)} in {place}",
            f"{place} {some(EVENTS)}: {number} people injured",
            f"{actor} {some(SAYING)} on {some(DAYS)} that the {matter} would not affect {some(nouns)}",
            f"{actor} in {place} {verb} {matter} after {some(EVENTS)}",
            f"the {matter} rose {number} per cent to ${number * 3} million in {place}",
            f"shares in the {some(nouns)} company fell {number} percent on {some(DAYS)}",
            f"is it legal to {some(DEEDS).split()[0]} a {some(nouns)} in {place}?",
            f"how do I choose a {some(nouns)} for my {some(nouns)}?",
            f"you should not {some(DEEDS).split()[0]} the {some(nouns)} unless the {some(nouns)} is {some(LOOKS)}",
            f"I think the {some(nouns)} is more important than the {some(nouns)}",
            f"{place} and {some(places)} agree on {matter}",
        ][draw.randrange(14)]
        yield text[0].upper() + text[1:] + ("." if draw.random() < 0.4 else "")


def strings(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key in ("a", "b", "ref", "good", "bad"):
                yield from strings(inner)


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("output", type=Path)
    parser.add_argument("extra", type=Path, nargs="*")
    parser.add_argument("--wordnet", type=Path, default=Path("/usr/share/wordnet"))
    parser.add_argument("--scenes", type=int, default=45000)
    parser.add_argument("--news", type=int, default=35000)
    args = parser.parse_args()
    draw = random.Random(SEED)
    glosses, examples, lemmas, nouns, places = wordnet(args.wordnet)
    extra = [
        s
        for f in args.extra
        for line in f.open("r", encoding="utf-8")
        for s in strings(json.loads(line))
    ]
    sources = {
        "glosses": glosses,
        "examples": examples,
        "lemmas": draw.sample(lemmas, 30000),
        "scenes": scenes(draw, nouns, args.scenes),
        "news": news(draw, nouns, places, args.news),
        "extra": extra,
    }
    seen = set()
    for name, texts in sources.items():
        before = len(seen)
        texts = (re.sub(r"\s+", " ", t).strip()[:LONGEST] for t in texts)
        seen.update(t for t in texts if len(t) > 2)
        print(f"{name}: {len(seen) - before}")
    # By hash, so that any beginning of the file is a fair sample of all of it.
    ordered = sorted(seen, key=lambda t: hashlib.sha256(t.encode()).digest())
    args.output.write_text("\n".join(ordered) + "\n", "utf-8")
    print(f"{len(ordered)} sentences, {sum(map(len, ordered)) / len(ordered):.0f} characters each")


if __name__ == "__main__":
    main()
