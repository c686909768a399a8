"""Cases at the edge that concern people, each by its name.

The others live beside what they are about: no powers, one power refused, and a power repealed in
tests/individual/test_granting; the legal identity and a rebrand in test_thousands_at_once; the
employer's copy in test_taking_away_and_giving_back; leaving told late in tests/uses/test_flags and
tests/staff/test_a_late_leaver; a lost card in tests/cards/test_custody.
"""
