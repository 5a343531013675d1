import { Notification } from "electron";

/**
 * Shows a notice of the system, where it has any.
 * @param onClick called when the person chooses it
 */
export function createNotices(onClick: () => void): {
  show(title: string, body: string): void;
} {
  // A notice that nobody holds is collected, and hears no click.
  const shown = new Set<Notification>();
  return {
    show(title, body) {
      if (!Notification.isSupported()) return;
      const notice = new Notification({ title, body });
      shown.add(notice);
      notice.on("click", () => {
        shown.delete(notice);
        onClick();
      });
      notice.on("close", () => {
        shown.delete(notice);
      });
      notice.show();
    },
  };
}
