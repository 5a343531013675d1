/** What the application needs to know of its windows to end. */
export interface OpenWindow {
  close(): void;
  destroy(): void;
  focus(): void;
}

const windows = new Set<OpenWindow>();

export const openWindows = (): OpenWindow[] => [...windows];

export function windowOpened(window: OpenWindow): void {
  windows.add(window);
}

export function windowGone(window: OpenWindow): void {
  windows.delete(window);
}
