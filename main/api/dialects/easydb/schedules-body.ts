import { weekdays, type Schedule } from "../../../domain/schedule.ts";
import { apiRefusal } from "./refusal.ts";
import { arrayOf, integerOf, objectOf, onlyMembers, textOf } from "./values.ts";

/** So many schedules one export can have. */
const most = 50;

/**
 * `_schedules` of an export (easydb.md section 5); null is the same as none.
 * @throws EasydbRefusal error.api.type_mismatch, error.api.invalid_value, error.api.attribute_not_accepted
 */
export function readSchedules(value: unknown): Schedule[] {
  if (value === null) return [];
  const schedules = arrayOf(value, "_schedules");
  if (schedules.length > most)
    throw apiRefusal("invalid_value", "There are too many `_schedules`.");
  return schedules.map((entry, index) =>
    readSchedule(entry, `_schedules.${String(index)}`),
  );
}

function readSchedule(value: unknown, path: string): Schedule {
  const given = objectOf(value, path);
  onlyMembers(
    given,
    ["weekdays", "days_of_month", "day_of_month", "hours", "hour", "minutes"],
    path,
  );
  /** The example of the documentation spells some names otherwise. */
  const member = (name: string, alias: string): unknown => {
    const one = given[name] ?? null;
    const other = given[alias] ?? null;
    if (one !== null && other !== null && name !== alias)
      throw apiRefusal(
        "invalid_value",
        `\`${path}\` has both \`${name}\` and \`${alias}\`.`,
      );
    return one ?? other;
  };
  const numbers = (
    name: string,
    alias: string,
    minimum: number,
    maximum: number,
  ): number[] | null => {
    const list = member(name, alias);
    if (list === null) return null;
    return filled(
      arrayOf(list, `${path}.${name}`).map((number) =>
        integerOf(number, `${path}.${name}`, minimum, maximum),
      ),
      `${path}.${name}`,
    );
  };
  const days = member("weekdays", "weekdays");
  return {
    kind: "times",
    weekdays:
      days === null
        ? null
        : filled(
            arrayOf(days, `${path}.weekdays`).map((day) => {
              const name = textOf(day, `${path}.weekdays`).toLowerCase();
              const known = weekdays.find((one) => one === name);
              if (known === undefined)
                throw apiRefusal(
                  "invalid_value",
                  `\`${path}.weekdays\` has something that is no day.`,
                );
              return known;
            }),
            `${path}.weekdays`,
          ),
    daysOfMonth: numbers("days_of_month", "day_of_month", 1, 31),
    months: null,
    hours: numbers("hours", "hour", 0, 23),
    minutes: numbers("minutes", "minutes", 0, 59),
  };
}

function filled<Value>(values: readonly Value[], path: string): Value[] {
  if (values.length === 0)
    throw apiRefusal("invalid_value", `\`${path}\` must not be empty.`);
  return [...new Set(values)];
}

/** Schedules as this dialect returns them; what it cannot say (cron expressions) is left out. */
export function schedulesObject(schedules: readonly Schedule[]): object[] {
  return schedules.flatMap((schedule) =>
    schedule.kind === "cron"
      ? []
      : [
          {
            ...(schedule.weekdays === null
              ? {}
              : { weekdays: schedule.weekdays }),
            ...(schedule.daysOfMonth === null
              ? {}
              : { days_of_month: schedule.daysOfMonth }),
            ...(schedule.hours === null ? {} : { hours: schedule.hours }),
            ...(schedule.minutes === null ? {} : { minutes: schedule.minutes }),
          },
        ],
  );
}
