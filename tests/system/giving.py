"""Pasting and dropping files into a field, as the browser would say it."""

from playwright.async_api import Locator


async def give_file(field: Locator, event: str, name: str) -> None:
    """``event``: paste or drop. The file says its own name."""
    await field.evaluate(
        """(field, [event, name]) => {
            const data = new DataTransfer();
            data.items.add(new File([name], name, {type: 'text/plain'}));
            const options = {bubbles: true, cancelable: true};
            field.dispatchEvent(event === 'paste'
                ? new ClipboardEvent('paste', {...options, clipboardData: data})
                : new DragEvent('drop', {...options, dataTransfer: data}));
        }""",
        [event, name],
    )
