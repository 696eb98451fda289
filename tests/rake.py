"""An invented indicator for the tests of a home's own: that a rake must be bought."""

SIGN = """\
title: A rake must be bought
why: Invented for a test.
polarity: risk
dimension: coercive_recruitment
strength: strong
standalone_alert: {alone}
sources: [OWN]
version: '1'
roles: [offer, reply, other]
terms:
  en: {{confidence: high, words: [{word}]}}
"""
GARDEN = (
    "We are hiring gardeners in Leeds, 14 pounds an hour, contract from day one, call the office."
)
