"""axe-core in a page: what it finds wrong with a screen, light and dark."""

from dataclasses import dataclass, field
from typing import Literal

from playwright.async_api import Frame, Page

from deploy.local.web import PACKAGES

AXE = PACKAGES / "axe-core" / "axe.min.js"
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
RUN = """async () => {
    const { violations } = await axe.run(document, { resultTypes: ['violations'] });
    return violations.flatMap(({ id, nodes }) =>
        nodes.map(({ target, failureSummary }) => `${id} ${target}: ${failureSummary}`));
}"""


@dataclass
class Audit:
    """Collects what axe finds on one page, screen by screen, so that one run names everything."""

    page: Page
    found: list[str] = field(default_factory=list)
    screens: list[str] = field(default_factory=list)

    async def screen(self, name: str, frame: Frame | None = None) -> None:
        """Look at what is shown now, in both colour schemes. ``frame``: only at that one."""
        where = frame or self.page.main_frame
        if not await where.evaluate("'axe' in window"):
            await where.evaluate(AXE.read_text())
        for scheme in SCHEMES:
            await self.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            self.found += [f"{name}, {scheme}: {one}" for one in await where.evaluate(RUN)]
        self.screens.append(name)
