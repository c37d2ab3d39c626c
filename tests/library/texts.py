"""A tiny rule file, part by part, for tests that break it."""

from __future__ import annotations

EVIDENCE = 'source = "text", confidence = "T", checked = 2026-11-22'
EVIDENCE_LINES = EVIDENCE.replace(", ", "\n")
VALUE = f'{{from = 2000-01-01, min = "20", max = "80", {EVIDENCE}}}'
SOURCE = """
[[source]]
id = "text"
title = "The text"
url = "https://example.org/text"
kind = "T"
"""
RULE = f"""
[[rule]]
id = "share"
shape = "share_range"
title = "Share of each country"
article = "5"
effect = "test"
values = [{VALUE}]
"""
HEAD = """
id = "aa-bb-2000"
kind = "bilateral"
title = "A treaty of two States"
media = ["cinema"]
use = {bilateral = "always"}
"""
LIFE = """
[life]
signed = 1999-05-01
in_force = 2000-01-01
article = "12"
source = "text"
confidence = "T"
checked = 2026-11-22
"""
PARTIES = "\n[parties.AA]\n\n[parties.BB]\n"
TREATY = HEAD + LIFE + PARTIES + RULE + SOURCE
FACTS = '[approval_given]\nask = "Has every authority approved?"\ntype = "yes_no"\n'
FACT_RULE = f"""
[[rule]]
id = "approval"
shape = "fact"
title = "Approval"
article = "3"
effect = "duty"
fact = "approval_given"
values = [{{from = 2000-01-01, {EVIDENCE}}}]
"""
POINTS_RULE = f"""
[[rule]]
id = "points"
shape = "points_test"
title = "Points"
article = "4"
effect = "test"
rows = [{{element = "director", title = "Director", points = 3, roles = ["director"]}}]
values = [{{from = 2000-01-01, threshold = "3", {EVIDENCE}}}]
"""
LEAD_RULE = f"""
[[rule]]
id = "lead"
shape = "lead_time"
title = "Lead time"
article = "6"
effect = "test"
values = [{{from = 2000-01-01, months = 2, {EVIDENCE}}}]
"""
CAP_RULE = f"""
[[rule]]
id = "cap"
shape = "support_cap"
title = "Cap"
article = "7"
effect = "test"
[[rule.values]]
from = 2000-01-01
percent = "17"
percent_with = {{fact = "approval_given", percent = "25"}}
{EVIDENCE_LINES}
"""
THIRD_RULE = f"""
[[rule]]
id = "third"
shape = "third_party"
title = "Third countries"
article = "8"
effect = "test"
values = [{{from = 2000-01-01, allowed = true, link = "one", {EVIDENCE}}}]
"""
PEOPLE_RULE = f"""
[[rule]]
id = "people"
shape = "nationality"
title = "Nationality"
article = "9"
effect = "test"
roles = ["director"]
values = [{{from = 2000-01-01, groups = ["parties"], {EVIDENCE}}}]
"""
