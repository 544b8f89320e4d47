"""Small frameworks written for tests, in the formats of the real ones. No test here."""

from frameworks.exchange.load import load_frameworks
from frameworks.exchange.sources import files, texts


def load_wells(folder):
    """Puts WELLS into the database by way of a file."""
    path = folder / "wells.yaml"
    path.write_text(WELLS)
    load_frameworks(files([path]))


def load_ferries(folder):
    """The same with FERRY_PAGE, which is plain text."""
    path = folder / "page.txt"
    path.write_text(FERRY_PAGE)
    load_frameworks(texts([path]))


WELLS = """
framework:
  slug: wells-1
  kind: practices
  name: Model of Well Keeping
  short_name: Wells
  edition: first
  publisher: Guild of Well Keepers
  licence: Free to copy.
  summary: What a village should do about its wells.
levels:
- {number: 1, label: Drawing water}
- {number: 2, label: Keeping wells, essence: Wells are cleaned before they smell.}
- {number: 3, label: Planning wells, essence: Wells are dug before they are needed.}
categories:
- {code: dig, name: Digging}
- {code: kee, name: Keeping}
entries:
- code: dig01
  title: Choose a Place
  category: dig
  statement: Find where water lies close and stays clean.
  description: ["A dry shaft costs a summer.", "Ask the oldest neighbours first."]
  practice:
    level: 2
    lifecycle: Initiation
    type: Procedure
    activities:
    - label: a
      text: Prepare the choice of a place.
      required:
      - {label: a1, text: Name who decides., supports: [kee01]}
      - {label: a2, text: Lend the divining rods.}
    - label: b
      text: Choose.
      required:
      - label: b1
        text: Dig a trial hole.
        supplemental: ["An arm deep is enough.\\n• in clay\\n• in sand"]
        recommended:
        - label: b1a
          text: Leave the hole open overnight.
          supplemental: [Cover it against foxes.]
  related: [kee02]
- code: kee01
  title: Rope & Bucket
  category: kee
  statement: Keep rope and bucket fit for use.
  description: [Ropes rot from inside.]
  practice:
    level: 2
    lifecycle: Ongoing
    type: Policy
    support_practice: true
    activities:
    - label: a
      text: Look after the gear.
      required:
      - {label: a1, text: Change the rope each spring., supports: [kee01]}
      - {label: a2, lost: true}
- code: kee02
  title: Count the Draws
  category: kee
  statement: Know how much is drawn and by whom.
  practice:
    level: 3
    lifecycle: Delivery
    type: Other
    activities:
    - label: a
      text: Keep a tally.
      required:
      - {label: a1, text: Hang a slate on the well., supports: [kee01]}
glossary:
- {term: Draw, definition: One bucket brought up.}
"""

FERRY_PAGE = """The global skills and competency banner of the site

Ferry crew rostering FCRR

(modified)

Deciding which crew sails which boat on which day.

SFIA 9 is in development

  • SFIA 9 planned for some day

Guidance notes

(new)

Crews are people with sleep to catch up on.

Among what they do:

  • counting hours of rest
  • swapping a sick deckhand

Understanding the responsibility levels of this skill

For levels that the skill leaves out

  • General advice that belongs to no skill.

Levels

Defined at these levels: 2 4

Show/hide extra descriptions and levels.

Level 1

Level 1 - Follow: Essence of the level: Coils ropes when told to.

Ferry crew rostering: Level 2

Level 2 - Assist: Essence of the level: Coils ropes unasked.

(unchanged)

Copies the roster to the notice board.

Tells the crew about swaps.

Level 3

Level 3 - Apply: Essence of the level: Sails by the book.

Ferry crew rostering: Level 4

Level 4 - Enable: Essence of the level: Helps others sail.

(new)

Writes the roster of one boat.

Level 5

Level 5 - Ensure, advise: Essence of the level: Answers for one harbour.

Level 6

Level 6 - Initiate, influence: Essence of the level: Answers for a coast.

Level 7

Level 7 - Set strategy, inspire, mobilise: Essence of the level: Decides where ferries sail.
"""
