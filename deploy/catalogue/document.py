"""The AsyncAPI 3 document: what Parley says on the event exchange, and how to hear it. Pure.

https://www.asyncapi.com/docs/reference/specification/v3.0.0
"""

import inspect
from collections.abc import Mapping, Sequence
from typing import Any

from deploy.catalogue import schemas
from deploy.catalogue.publishing import Published
from shared.contracts import events

Node = dict[str, Any]

DESCRIPTION = "\n\n".join(
    (
        "Facts about conversations, tickets and the people in them, as they happen.",
        "Every event is a CloudEvent (structured JSON) on the topic exchange `parley.events`, with "
        "the routing key `<noun>.<fact>.<workspace id>`: bind a queue of your own to "
        "`conversation.#` for a noun, or to `*.*.<workspace id>` for a workspace. The stream "
        "`parley.events.log` keeps what was said lately, to be read again from an offset or a "
        "time.",
        "Events come at least once, and in no promised order: tell repeats by `id`, and order by "
        "`sequence`, which grows per `subject`. Ignore fields that you do not know: a version is "
        "only ever added to.",
    )
)
CONTENT_TYPE = "application/cloudevents+json"
BINDING_VERSION = "0.3.0"
LOG_CHANNEL = "log"
EXCHANGE: Node = {
    "name": events.EXCHANGE,
    "type": "topic",
    "durable": True,
    "autoDelete": False,
    "vhost": "/",
}
LOG_QUEUE: Node = {
    "name": events.LOG,
    "durable": True,
    "exclusive": False,
    "autoDelete": False,
    "vhost": "/",
}


def asyncapi(published: Sequence[Published], examples: Mapping[str, Node | None]) -> Node:
    """The whole document; ``examples`` are whole events by type."""
    facts = [each.fact for each in published]
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Parley events",
            "version": "1",
            "description": DESCRIPTION,
            "license": {"name": "Apache-2.0"},
        },
        "defaultContentType": CONTENT_TYPE,
        "servers": {"broker": _server()},
        "channels": _channels(published),
        "operations": _operations(published),
        "components": {
            "messages": {each.type: _message(each, examples[each.type]) for each in published},
            "schemas": schemas.shared_schemas(facts, "#/components/schemas/{model}"),
        },
    }


def _server() -> Node:
    return {
        "host": "{host}:{port}",
        "protocol": "amqp",
        "protocolVersion": "0.9.1",
        "variables": {
            "host": {"default": "127.0.0.1"},
            "port": {"default": "5672"},
        },
    }


def _channels(published: Sequence[Published]) -> Node:
    channels = {_channel_of(each.type): _channel(each) for each in published}
    binding = {"is": "queue", "queue": LOG_QUEUE, "bindingVersion": BINDING_VERSION}
    channels[LOG_CHANNEL] = {
        "address": events.LOG,
        "description": "A stream that keeps every event for some days. Read it with a prefetch, "
        "acknowledging each, and `x-stream-offset` as an argument of consume.",
        "messages": {each.type: _ref("messages", each.type) for each in published},
        "bindings": {"amqp": binding},
    }
    return channels


def _channel(published: Published) -> Node:
    binding = {"is": "routingKey", "exchange": EXCHANGE, "bindingVersion": BINDING_VERSION}
    return {
        "address": events.routing_key(published.type, "{workspace_id}"),
        "messages": {published.type: _ref("messages", published.type)},
        "parameters": {"workspace_id": {"description": "The workspace; `*` binds to all."}},
        "bindings": {"amqp": binding},
    }


def _operations(published: Sequence[Published]) -> Node:
    """What each process says, and what each durable queue hears."""
    operations = {}
    for each in published:
        for process in each.said_by:
            operations[f"{process}-says-{each.type}"] = _operation("send", each, each.when[0])
        for hearer in each.heard_by:
            name = f"{hearer.queue}-hears-{each.type}"
            operations[name] = _operation("receive", each, hearer.effect)
    return operations


def _operation(action: str, published: Published, summary: str) -> Node:
    channel = f"#/channels/{_channel_of(published.type)}"
    return {
        "action": action,
        "channel": {"$ref": channel},
        "summary": summary,
        "messages": [{"$ref": f"{channel}/messages/{published.type}"}],
    }


def _message(published: Published, example: Node | None) -> Node:
    message = {
        "name": published.type,
        "title": published.type,
        "summary": " ".join((inspect.getdoc(published.fact) or "").replace("``", "`").split()),
        "contentType": CONTENT_TYPE,
        "payload": _ref("schemas", published.type),
        "x-said-by": list(published.said_by),
        "x-heard-by": [hearer.queue for hearer in published.heard_by],
        "x-on-sockets": published.on_sockets,
    }
    if example is not None:
        message["examples"] = [{"name": "from-a-real-run", "payload": example}]
    return message


def _channel_of(event_type: str) -> str:
    return event_type.rpartition(".")[0]


def _ref(kind: str, name: str) -> Node:
    return {"$ref": f"#/components/{kind}/{name}"}
