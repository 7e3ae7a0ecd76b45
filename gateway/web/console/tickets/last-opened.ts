/** Which ticket one comes back from, so that the list gives its row the focus again. */

let id: string | null = null;

export const lastOpened = {
  set(opened: string): void {
    id = opened;
  },
  take(): string | null {
    const taken = id;
    id = null;
    return taken;
  },
};
