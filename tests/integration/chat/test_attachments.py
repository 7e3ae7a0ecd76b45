"""Files: in while they stream, out so that no browser runs them, and no further than allowed."""

import hashlib
import random
from collections.abc import AsyncIterator

import pytest

from services.chat.use_cases.chat import Chat
from shared.contracts.values import FILE_LIMIT_BYTES
from tests.integration.chat.callers import OWN, Caller, Workspace, slug

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4
FORM = "multipart/form-data; boundary=xx"
HEAD = b'--xx\r\nContent-Disposition: form-data; name="file"; filename="big.bin"\r\n\r\n'
TAIL = b"\r\n--xx--\r\n"


async def chunked(size: int) -> AsyncIterator[bytes]:
    """A form with one file of ``size`` bytes, of which no length is declared."""
    yield HEAD
    for begin in range(0, size, 65_536):
        yield b"x" * min(65_536, size - begin)
    yield TAIL


async def stored_blobs(chat: Chat) -> int:
    """How many chunks and files there are."""
    chunks = chat.mongo.collection("attachments.chunks")
    files = chat.mongo.collection("attachments.files")
    return await chunks.count_documents({}) + await files.count_documents({})


async def send_file(sender: Caller, path: str, content: bytes, **named: str) -> str:
    """The id of a file that was uploaded and posted."""
    uploaded = (await sender.upload(path, content, **named)).json()
    posted = await sender.say(path, "", attachment_ids=[uploaded["id"]])
    assert posted.json()["attachments"] == [uploaded]
    attachment_id: str = uploaded["id"]
    return attachment_id


async def test_a_file_goes_from_one_side_to_the_other_byte_for_byte(workspace: Workspace) -> None:
    customer, path = await workspace.start()
    content = random.Random(1).randbytes(700_000)

    attachment_id = await send_file(customer, OWN, content, name="a.zip")

    got = await workspace.agent().get(f"{path}/attachments/{attachment_id}")
    assert hashlib.sha256(got.content).digest() == hashlib.sha256(content).digest()
    assert got.headers["content-length"] == "700000"


async def test_a_file_of_exactly_the_limit_passes(workspace: Workspace) -> None:
    _, path = await workspace.start()
    agent = workspace.agent()

    declared = await agent.upload(path, b"x" * FILE_LIMIT_BYTES)
    streamed = await agent.post_raw(
        f"{path}/attachments", chunked(FILE_LIMIT_BYTES), content_type=FORM
    )

    assert (declared.status_code, declared.json()["size"]) == (201, FILE_LIMIT_BYTES)
    assert (streamed.status_code, streamed.json()["size"]) == (201, FILE_LIMIT_BYTES)


async def test_one_byte_more_is_refused_and_nothing_is_left(
    workspace: Workspace, chat: Chat
) -> None:
    _, path = await workspace.start()
    agent = workspace.agent()
    before = await stored_blobs(chat)

    declared = await agent.upload(path, b"x" * (FILE_LIMIT_BYTES + 1))
    streamed = await agent.post_raw(
        f"{path}/attachments", chunked(FILE_LIMIT_BYTES + 1), content_type=FORM
    )
    far_too_large = await agent.upload(path, b"x" * (FILE_LIMIT_BYTES * 2))

    for answer in (declared, streamed, far_too_large):
        assert (answer.status_code, slug(answer)) == (413, "too-large")
        assert answer.json()["limit_bytes"] == FILE_LIMIT_BYTES
    assert await stored_blobs(chat) == before
    assert (
        await chat.mongo.collection("uploads").count_documents({"workspace_id": workspace.id}) == 0
    )


async def test_a_body_that_never_comes_to_its_file_is_refused(workspace: Workspace) -> None:
    _, path = await workspace.start()

    async def endless() -> AsyncIterator[bytes]:
        while True:
            yield b"\r\n" * 32_768

    answer = await workspace.agent().post_raw(f"{path}/attachments", endless(), content_type=FORM)

    assert answer.status_code in {413, 422}


@pytest.mark.parametrize("cut", [b"", HEAD, HEAD + b"half a file", b"nonsense"])
async def test_a_broken_upload_leaves_nothing(workspace: Workspace, chat: Chat, cut: bytes) -> None:
    _, path = await workspace.start()
    before = await stored_blobs(chat)

    answer = await workspace.agent().post_raw(f"{path}/attachments", cut, content_type=FORM)

    assert (answer.status_code, slug(answer)) == (422, "invalid")
    assert await stored_blobs(chat) == before


async def test_a_path_in_a_name_is_dropped(workspace: Workspace) -> None:
    _, path = await workspace.start()

    answer = await workspace.agent().upload(path, b"x", name="../../etc/passwd")

    assert answer.json()["name"] == "passwd"


@pytest.mark.parametrize("content_type", ["text/html", "image/svg+xml", "image/png", "text/xml"])
async def test_what_could_run_is_never_shown_in_place(
    workspace: Workspace, content_type: str
) -> None:
    customer, path = await workspace.start()
    hostile = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"

    attachment_id = await send_file(
        customer, OWN, hostile, name='x".svg', content_type=content_type
    )

    got = await workspace.agent().get(f"{path}/attachments/{attachment_id}")
    assert got.headers["content-disposition"].startswith("attachment; ")
    assert got.headers["x-content-type-options"] == "nosniff"
    assert got.headers["content-security-policy"] == "sandbox; default-src 'none'"
    assert got.headers["cross-origin-resource-policy"] == "same-origin"
    assert not got.headers["content-type"].startswith("image/png")


async def test_a_picture_is_shown_in_place(workspace: Workspace) -> None:
    customer, _ = await workspace.start()

    attachment_id = await send_file(customer, OWN, PNG, name="å.png", content_type="text/html")

    got = await customer.get(f"{OWN}/attachments/{attachment_id}")
    assert got.headers["content-type"] == "image/png"
    assert got.headers["content-disposition"] == (
        "inline; filename=\"_.png\"; filename*=UTF-8''%C3%A5.png"
    )
    assert got.headers["x-content-type-options"] == "nosniff"


async def test_a_file_is_only_its_uploaders_until_it_is_posted(workspace: Workspace) -> None:
    customer, path = await workspace.start()
    uploaded = (await workspace.agent("Ann").upload(path, b"draft")).json()["id"]

    own = await workspace.agent("Ann").get(f"{path}/attachments/{uploaded}")
    for answer in (
        await workspace.agent("Ben").get(f"{path}/attachments/{uploaded}"),
        await customer.get(f"{OWN}/attachments/{uploaded}"),
    ):
        assert (answer.status_code, slug(answer)) == (404, "not-found")
    assert own.content == b"draft"


async def test_a_file_is_not_reached_through_another_conversation(workspace: Workspace) -> None:
    customer, _ = await workspace.start()
    other, other_path = await workspace.start()
    attachment_id = await send_file(customer, OWN, b"secret")

    for answer in (
        await workspace.agent().get(f"{other_path}/attachments/{attachment_id}"),
        await other.get(f"{OWN}/attachments/{attachment_id}"),
    ):
        assert (answer.status_code, slug(answer)) == (404, "not-found")


async def test_a_message_cannot_carry_what_is_not_its_authors_to_post(
    workspace: Workspace,
) -> None:
    customer, path = await workspace.start()
    other, _ = await workspace.start()
    posted = await send_file(customer, OWN, b"x")
    foreign = (await other.upload(OWN, b"x")).json()["id"]
    colleagues = (await workspace.agent("Ben").upload(path, b"x")).json()["id"]

    for attachment_id in (posted, foreign, colleagues, "none"):
        answer = await workspace.agent("Ann").say(path, attachment_ids=[attachment_id])
        assert (answer.status_code, slug(answer)) == (422, "unknown-attachment")
        assert answer.json()["attachment_id"] == attachment_id


async def test_a_repeated_message_with_a_file_is_the_first_one(workspace: Workspace) -> None:
    customer, _ = await workspace.start()
    uploaded = (await customer.upload(OWN, b"x")).json()["id"]
    body = {"client_id": "c1", "attachment_ids": [uploaded]}

    first = await customer.post(f"{OWN}/messages", body)
    again = await customer.post(f"{OWN}/messages", body)

    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == first.json()
