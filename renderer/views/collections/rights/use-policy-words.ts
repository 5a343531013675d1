import { useI18n } from "vue-i18n";
import type { PolicyAction } from "../../../../main/domain/catalog.ts";
import { useFormats } from "../../../use-formats.ts";

/** For whom a policy is: the name of a group, or an e-mail address. */
interface Holder {
  readonly kind: "group" | "account";
  readonly name: string;
}

interface Days {
  readonly startDate: string | null;
  readonly endDate: string | null;
}

/** Noon, so that no time zone makes another day of it. */
const timeOf = (date: string): number => Date.parse(`${date}T12:00:00`);

/** Says in words who may do what, and when. */
export function usePolicyWords() {
  const { t } = useI18n({ useScope: "global" });
  const formats = useFormats();
  const day = (date: string): string =>
    Number.isNaN(timeOf(date)) ? date : formats.day(timeOf(date));
  const who = ({ kind, name }: Holder): string =>
    kind === "account"
      ? name
      : name === "Anonymous"
        ? t("rights.everybody")
        : name === "Administrator"
          ? t("rights.administrators")
          : t("rights.group", { name });

  return {
    who,
    sentence: (holder: Holder, action: PolicyAction): string =>
      t("rights.sentence", {
        who: who(holder),
        what: t(`rights.actions.${action}`),
      }),
    /** From when until when; empty for always. */
    when: ({ startDate, endDate }: Days): string =>
      [
        ...(startDate === null
          ? []
          : [t("item.from", { day: day(startDate) })]),
        ...(endDate === null ? [] : [t("item.until", { day: day(endDate) })]),
      ].join(", "),
    /** That it does not hold yet, or no longer; null when it does. */
    state: ({ startDate, endDate }: Days): string | null =>
      startDate !== null && timeOf(startDate) > Date.now()
        ? t("rights.embargo")
        : endDate !== null && timeOf(endDate) < Date.now()
          ? t("rights.over")
          : null,
  };
}
