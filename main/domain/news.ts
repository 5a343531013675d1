import { Type, type Static } from "typebox";

/**
 * What people can be told of: `finished`, what has ended well; `failed`; `missed`, a time of a schedule that was passed
 * over or is caught up late; `attention`, what went on but needs somebody: problems, deliveries that failed, a webhook
 * that was given up.
 */
export const newsKinds = ["finished", "failed", "missed", "attention"] as const;
export type NewsKind = (typeof newsKinds)[number];

const chosenKinds = Type.Array(
  Type.Union([
    Type.Literal("finished"),
    Type.Literal("failed"),
    Type.Literal("missed"),
    Type.Literal("attention"),
  ]),
  { maxItems: 4, uniqueItems: true },
);

/** Of what somebody wants to be told, and where: by the system of this machine, and by text in the window. */
export const newsChoiceSchema = Type.Object(
  { desktop: chosenKinds, window: chosenKinds },
  { additionalProperties: false },
);
export type NewsChoice = Static<typeof newsChoiceSchema>;

/** As long as somebody has chosen nothing: in the window, what has ended well shows anyway. */
export const usualNewsChoice: NewsChoice = {
  desktop: [...newsKinds],
  window: ["failed", "missed", "attention"],
};

/** What has happened, for people who were not looking. */
export interface News {
  readonly kind: NewsKind;
  readonly event:
    | `${"export" | "import"}.${"finished" | "done-with-problems" | "failed"}`
    | "delivery.failed"
    | "delivery.recovered"
    | "schedule.late"
    | "schedule.passed-over"
    | "webhook.given-up";
  /** What it is about, as people call it: a run, a target, a saved export. */
  readonly title: string;
  /** Why, one sentence; null where there is nothing to say. */
  readonly reason: string | null;
  /** The run it is about; null for what is about none. */
  readonly run: number | null;
  /** The saved export it is of; null when it is of none. */
  readonly definition: number | null;
}
