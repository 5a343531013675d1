import { useI18n } from "vue-i18n";
import type { Run } from "../main/domain/run.ts";
import { shareDone } from "./pace.ts";
import { exportResult, importResult, isActive } from "./run-facts.ts";
import { useRuns } from "./stores/runs.ts";
import { useErrorText } from "./use-error-text.ts";
import { useFormats } from "./use-formats.ts";
import { useTitleWords } from "./use-title-words.ts";

const stateKeys = {
  queued: "runs.states.queued",
  processing: "runs.states.processing",
  done: "runs.states.done",
  "done-with-problems": "runs.states.doneWithProblems",
  failed: "runs.states.failed",
  cancelled: "runs.states.cancelled",
} as const;

/** What there is to say about a run, in the chosen language. */
export function useRunWords() {
  const { t } = useI18n({ useScope: "global" });
  const formats = useFormats();
  const runs = useRuns();
  const describe = useErrorText();
  const { nameOf } = useTitleWords();

  const ofTotal = (
    noun: "items" | "files",
    done: number,
    total: number,
  ): string =>
    t(
      `runs.${noun}Of`,
      { done: formats.number(done), total: formats.number(total) },
      total,
    );
  const count = (noun: "items" | "files", value: number): string =>
    t(`runs.${noun}`, { n: formats.number(value) }, value);

  /** `N of N items, M of M files, re-read and matched`; empty where there is no result. */
  function result(run: Run): string {
    const written = exportResult(run);
    if (written !== null) {
      return [
        ofTotal("items", written.items, written.itemsPlanned),
        ofTotal("files", written.files, written.filesPlanned),
        ...(written.verified === null
          ? []
          : [t(written.verified ? "runs.matched" : "runs.notMatched")]),
      ].join(", ");
    }
    const brought = importResult(run);
    if (brought === null) return "";
    return [
      t("runs.imported", { n: formats.number(brought.items) }, brought.items),
      count("files", brought.files),
      formats.bytes(brought.bytes),
      ...(brought.itemsAlreadyThere === 0
        ? []
        : [
            t(
              "runs.alreadyThere",
              { n: formats.number(brought.itemsAlreadyThere) },
              brought.itemsAlreadyThere,
            ),
          ]),
      ...(brought.itemsRefused === 0
        ? []
        : [
            t(
              "runs.refused",
              { n: formats.number(brought.itemsRefused) },
              brought.itemsRefused,
            ),
          ]),
    ].join(", ");
  }

  /** How far it is: items, bytes, speed and time left, as far as they are known. */
  function progress(run: Run): string {
    const { items, itemsTotal, bytes, bytesTotal } = run.progress;
    const pace = runs.paces.get(run.id);
    return [
      ...(itemsTotal > 0
        ? [ofTotal("items", items, itemsTotal)]
        : items > 0
          ? [count("items", items)]
          : []),
      ...(bytesTotal > 0
        ? [
            t("runs.bytesOf", {
              done: formats.bytes(bytes),
              total: formats.bytes(bytesTotal),
            }),
          ]
        : bytes > 0
          ? [formats.bytes(bytes)]
          : []),
      ...(pace?.bytesPerSecond == null
        ? []
        : [
            t("runs.perSecond", {
              size: formats.bytes(pace.bytesPerSecond),
            }),
          ]),
      ...(pace?.secondsLeft == null
        ? []
        : [t("runs.left", { time: formats.duration(pace.secondsLeft) })]),
    ].join(" · ");
  }

  const phase = (run: Run): string =>
    run.paused === true
      ? t("run.paused")
      : t(`runs.phases.${run.progress.phase}`);
  const state = (run: Pick<Run, "state" | "paused">): string =>
    t(run.paused === true ? "run.paused" : stateKeys[run.state]);

  /** One sentence on where a run stands, as it is shown at the bottom and read aloud. */
  function sentence(run: Run): string {
    const title = nameOf(run);
    if (isActive(run)) {
      const share = shareDone(run.progress);
      const where = share === null ? "" : ` ${formats.percent(share)}`;
      return `${t(`runs.running.${run.kind}`, { title })}: ${phase(run)}${where}`;
    }
    const outcome =
      run.error === null
        ? result(run)
        : run.state === "cancelled"
          ? ""
          : describe(run.error).message.text;
    const ended = `${t(`runs.ended.${run.kind}`, { title })}: ${state(run)}`;
    return outcome === "" ? ended : `${ended}. ${outcome}`;
  }

  return { result, progress, phase, state, sentence };
}
