"""The field's own words for what the program keeps as keys: one place for screen, paper and terminal.

The texts are English msgids; the constants are named ``*_WORDS`` so that the catalogues pick them up.
"""

from __future__ import annotations

from coprod_desktop.domain.financing import Status
from coprod_desktop.domain.frameworks import Certainty, Kind, Standing
from coprod_desktop.domain.partners import PartnerRole
from coprod_desktop.domain.verdicts import Outcome, State

OUTCOME_WORDS = {
    Outcome.NOT_APPLICABLE: "does not apply",
    Outcome.NOT_OFFICIAL: "fails",
    Outcome.UNDETERMINED: "cannot tell yet",
    Outcome.OFFICIAL_WITH_CONSENT: "meets the tests with consent",
    Outcome.OFFICIAL: "meets the tests",
    Outcome.NOT_ELIGIBLE: "fails",
    Outcome.ELIGIBLE_WITH_CONSENT: "meets the tests with consent",
    Outcome.ELIGIBLE: "meets the tests",
}
STATE_WORDS = {
    State.MET: "met",
    State.NOT_MET: "not met",
    State.DISCRETION: "needs consent",
    State.UNKNOWN: "not known",
    State.NOTICE: "note",
    State.DUTY: "duty",
}
ONE_WORDS = {
    State.NOT_MET: "{n} rule fails",
    State.UNKNOWN: "{n} not known",
    State.DISCRETION: "{n} needs consent",
    State.MET: "{n} rule met",
    State.DUTY: "{n} duty",
}
SEVERAL_WORDS = {
    State.NOT_MET: "{n} rules fail",
    State.UNKNOWN: "{n} not known",
    State.DISCRETION: "{n} need consent",
    State.MET: "{n} rules met",
    State.DUTY: "{n} duties",
}
STANDING_WORDS = {
    Standing.NEGOTIATING: "negotiating",
    Standing.SIGNED: "signed",
    Standing.PROVISIONAL: "applied provisionally",
    Standing.IN_FORCE: "in force",
    Standing.SUSPENDED: "suspended",
    Standing.ENDED: "ended",
    Standing.NOT_PARTY: "not bound",
    Standing.UNKNOWN: "not known",
}
CERTAINTY_WORDS = {
    Certainty.CERTAIN: "certain",
    Certainty.PRESUMED: "presumed",
    Certainty.OPEN: "open",
}
INSTRUMENT_WORDS = {
    Kind.CONVENTION: "convention",
    Kind.BILATERAL: "agreement",
    Kind.FUND: "fund",
    Kind.STATUS: "status",
    Kind.INCENTIVE: "incentive",
    Kind.AGENCY: "agency pact",
}
CONFIDENCE_WORDS = {
    "T": "official text",
    "A": "authority's own page",
    "S": "secondary source",
    "C": "computed from the text",
}
PARTNER_WORDS = {
    PartnerRole.DELEGATE: "Delegate producer",
    PartnerRole.CO_PRODUCER: "Co-producer",
    PartnerRole.FINANCIAL: "Finance only",
}
STATUS_WORDS = {
    Status.CONFIRMED: "confirmed",
    Status.APPLIED: "applied",
    Status.PLANNED: "planned",
    Status.REFUSED: "refused",
}
SUM_WORDS = {Status.CONFIRMED: "Confirmed", Status.APPLIED: "Applied", Status.PLANNED: "Planned"}
SOURCE_WORDS = {
    "own": "Own investment",
    "public": "Public fund",
    "regional": "Regional fund",
    "broadcaster": "Broadcaster",
    "presale": "Pre-sale",
    "mg": "Minimum guarantee",
    "equity": "Equity",
    "incentive": "Incentive",
    "tax_shelter": "Tax shelter",
    "deferral": "Deferral",
    "in_kind": "In kind",
    "loan": "Loan",
    "other": "Other",
}
WORK_WORDS = {"fiction": "Fiction", "documentary": "Documentary", "animation": "Animation"}
MEDIUM_WORDS = {"cinema": "cinema", "tv": "television", "series": "series", "online": "online"}
PLACE_WORDS = {"shooting": "Shooting", "studio": "Studio", "post": "Post-production", "vfx": "Visual effects"}
DAY_WORDS = {
    "application": "Application",
    "documents": "Documents",
    "shooting": "First day of shooting",
    "shooting_end": "Last day of shooting",
    "delivery": "Delivery",
    "release": "Release",
    "decision": "Decision",
}
ROLE_WORDS = {
    "director": "Director",
    "screenwriter": "Screenwriter",
    "composer": "Composer",
    "first_role": "First role",
    "second_role": "Second role",
    "third_role": "Third role",
    "cinematographer": "Cinematographer",
    "sound_recordist": "Sound recordist",
    "picture_editor": "Picture editor",
    "production_designer": "Production designer",
    "costume_designer": "Costume designer",
    "researcher": "Researcher",
    "conception": "Conception",
    "script": "Script",
    "character_designer": "Character designer",
    "storyboard_artist": "Storyboard artist",
    "art_director": "Art director",
    "background_artist": "Background artist",
    "layout_artist": "Layout artist",
    "compositor": "Compositor",
}
WORK_OR_MEDIUM_WORDS = {
    "fiction": "fiction",
    "documentary": "documentary",
    "animation": "animation",
    **MEDIUM_WORDS,
}
SPAN_WORDS = {"months": "months", "weeks": "weeks", "days": "days"}
EMPTY_WORDS = ("yes", "no", "Yes", "No")
"""Said from a value (a fact's answer), never by its literal."""
