import type { DesktopApplication } from "./desktop-application.ts";

/** What the application has shown the person outside of its window. */
export interface Seen {
  /** Titles of notices. */
  readonly notices: string[];
  /** What the sign in the tray says; null while there is none. */
  tray: string | null;
  /** Questions it has asked. */
  readonly questions: string[];
  /** Files it has shown in the file manager. */
  readonly revealed: string[];
  /** Whether one of them waits for its answer. */
  open: boolean;
  /** Which button the person presses; null while the person thinks. */
  answer: number | null;
}

/** Takes the place of the person's desktop, in Electron itself and in its stand-in alike. */
export async function watchSystem(
  application: DesktopApplication,
): Promise<void> {
  await application.evaluate(({ Notification, Tray, dialog, shell }) => {
    const seen: Seen = {
      notices: [],
      tray: null,
      questions: [],
      revealed: [],
      open: false,
      answer: null,
    };
    Object.assign(globalThis, { seen });
    Notification.prototype.show = function (this: { title: string }) {
      seen.notices.push(this.title);
    };
    Tray.prototype.setToolTip = (tip) => {
      seen.tray = tip;
    };
    const { destroy } = Tray.prototype;
    Tray.prototype.destroy = function () {
      seen.tray = null;
      Reflect.apply(destroy, this, []);
    };
    shell.showItemInFolder = (path) => {
      seen.revealed.push(path);
    };
    const ask = async (...given: unknown[]) => {
      const question = given.at(-1) as { message: string };
      seen.questions.push(question.message);
      seen.open = true;
      while (seen.answer === null)
        await new Promise((resolve) => setTimeout(resolve, 20));
      const response = seen.answer;
      seen.answer = null;
      seen.open = false;
      return { response, checkboxChecked: false };
    };
    Object.assign(dialog, { showMessageBox: ask });
  });
}

/** What has been seen since {@link watchSystem}. */
export const whatWasSeen = (application: DesktopApplication): Promise<Seen> =>
  application.evaluate(() => (globalThis as unknown as { seen: Seen }).seen);

/** Presses a button of the question that is open, or that opens next: nobody can press one before it is there. */
export const answer = (
  application: DesktopApplication,
  button: number,
): Promise<void> =>
  application.evaluate(async (_, pressed) => {
    const { seen } = globalThis as unknown as { seen: Seen };
    const patience = Date.now() + 20_000;
    while (!seen.open || seen.answer !== null) {
      if (Date.now() > patience) throw new Error("No question has opened.");
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    seen.answer = pressed;
  }, button);
