import { Type, type Static } from "typebox";

export const weekdays = [
  "monday",
  "tuesday",
  "wednesday",
  "thursday",
  "friday",
  "saturday",
  "sunday",
] as const;
export type Weekday = (typeof weekdays)[number];

const numbers = (minimum: number, maximum: number) =>
  Type.Union([
    Type.Array(Type.Integer({ minimum, maximum }), {
      minItems: 1,
      maxItems: 60,
      uniqueItems: true,
    }),
    Type.Null(),
  ]);

/**
 * When something is to happen, in the local time of a time zone. Members of `times` are ANDed; null is every day or
 * month, and for hours and minutes the standard time of day. Several schedules are ORed.
 */
export const scheduleSchema = Type.Union([
  Type.Object(
    {
      kind: Type.Literal("times"),
      weekdays: Type.Union([
        Type.Array(
          Type.Unsafe<Weekday>(
            Type.Union(weekdays.map((day) => Type.Literal(day))),
          ),
          { minItems: 1, maxItems: 7, uniqueItems: true },
        ),
        Type.Null(),
      ]),
      daysOfMonth: numbers(1, 31),
      months: numbers(1, 12),
      hours: numbers(0, 23),
      minutes: numbers(0, 59),
    },
    { additionalProperties: false },
  ),
  Type.Object(
    {
      kind: Type.Literal("cron"),
      /** Minute, hour, day of month, month, day of week. */
      expression: Type.String({ minLength: 9, maxLength: 200 }),
    },
    { additionalProperties: false },
  ),
]);
export type Schedule = Static<typeof scheduleSchema>;

/** Time of day of schedules that do not say one. */
export const standardTime = { hour: 3, minute: 0 } as const;
