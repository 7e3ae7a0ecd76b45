"""The catalogue of events for other teams, generated from the contracts and from who says and hears
them: an AsyncAPI document, a JSON Schema per event and version, an example of each.

``publishing`` finds who says and hears what, ``schemas`` writes the schemas, ``compatibility``
finds what would break a reader, ``document`` writes the AsyncAPI document, ``files`` is where all
lies.
"""
