"""The public HTTP API as one OpenAPI document, generated from the routes of the gateway and from
those of the services that it forwards.

``routes`` finds them, ``refusals`` knows what any of them may refuse, ``document`` describes them,
``files`` is where the document lies.
"""
