import { nextTick, onMounted, onUnmounted, type Ref } from "vue";
import { useRouter } from "vue-router";
import type { Wish } from "../preload/contract.ts";
import { heed } from "./bridge.ts";
import { useImports } from "./stores/imports.ts";
import { views } from "./views/index.ts";

/** Where somebody types, a letter is a letter. */
function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.closest("input, textarea, select, [contenteditable=true]") !== null
  );
}

/** Whether a dialog has the page, and may hold what somebody has typed. */
const isAsking = (): boolean =>
  document.querySelector("[role=dialog].v-overlay--active") !== null;

/**
 * Does what is asked of the page by menu, link, opened files, and the keys that work everywhere.
 * @param isInside whether somebody may do anything here
 * @param shortcuts whether the overview of the keys is shown
 */
export function useWishes(isInside: Ref<boolean>, shortcuts: Ref<boolean>) {
  const router = useRouter();
  const imports = useImports();

  async function find(): Promise<void> {
    if (router.currentRoute.value.name !== "collections")
      await router.push({ name: "collections" });
    await nextTick();
    // Later than the heading of the room, which is focused when somebody comes in.
    await new Promise((resolve) => {
      requestAnimationFrame(() => requestAnimationFrame(resolve));
    });
    document.querySelector<HTMLElement>("[data-finds] input")?.focus();
  }

  async function show({
    kind,
    id,
  }: Extract<Wish, { do: "show" }>): Promise<void> {
    await router.push(
      kind === "run"
        ? { name: "run", params: { run: id } }
        : {
            name: "collections",
            query: kind === "item" ? { item: id } : { in: id },
          },
    );
  }

  async function grant(wish: Wish): Promise<void> {
    // Leaving the room would close the dialog, and everything typed in it would be lost.
    if (["show", "go", "find"].includes(wish.do) && isAsking()) return;
    switch (wish.do) {
      case "import":
        imports.open(wish.paths);
        break;
      case "show":
        await show(wish);
        break;
      case "go":
        if (views.some(({ id }) => id === wish.view))
          await router.push({ name: wish.view });
        break;
      case "find":
        await find();
        break;
      case "shortcuts":
        shortcuts.value = true;
    }
  }

  function onKey(event: KeyboardEvent): void {
    if (!isInside.value || event.defaultPrevented || isTyping(event.target))
      return;
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    // A dialog that is open has the keys.
    if (isAsking()) return;
    if (event.key === "/") void grant({ do: "find" });
    else if (event.key === "?") void grant({ do: "shortcuts" });
    else return;
    event.preventDefault();
  }

  let stop = () => {};
  onMounted(() => {
    stop = heed((wish) => {
      if (isInside.value) void grant(wish);
    });
    window.addEventListener("keydown", onKey);
  });
  onUnmounted(() => {
    stop();
    window.removeEventListener("keydown", onKey);
  });
}
