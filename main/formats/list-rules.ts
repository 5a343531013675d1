import {
  nothingFound,
  type EntryFollower,
  type FormatRules,
} from "./package-check.ts";

/** Facts of a list: how many items it has, and that this program can have written it. */
const oursFact = "ours";

/**
 * The rules of packages that describe all items in one file in their root folder, beside the files of the items.
 * @param listName name of the file
 * @param start looks at its content; the first fact is the number of items
 */
export function listRules(
  listName: string,
  start: () => EntryFollower & { readonly ours: () => boolean },
): FormatRules {
  const isList = (path: string) => {
    const names = path.split("/");
    return names.length === 2 && names[1] === listName;
  };
  const follow = (path: string): EntryFollower | null => {
    if (!isList(path)) return null;
    const follower = start();
    return {
      update: follower.update,
      end() {
        const { faults, facts } = follower.end();
        return {
          faults,
          facts: [
            ...facts.map((fact) => `${listName} ${fact}`),
            ...(follower.ours() ? [`${listName} ${oursFact}`] : []),
          ],
        };
      },
    };
  };
  return {
    inspect(path, bytes) {
      const follower = follow(path);
      if (follower === null) return nothingFound;
      follower.update(bytes);
      return follower.end();
    },
    follow,
    startCheck() {
      let lists = 0;
      let items = 0;
      let files = 0;
      let ours = false;
      return {
        entry(path, facts) {
          if (path.endsWith("/")) return;
          if (isList(path)) {
            lists += 1;
            for (const fact of facts) {
              const [name, ...rest] = fact.split(" ");
              if (name !== listName) continue;
              if (rest[0] === oursFact) ours = true;
              else items = Number(rest[0]);
            }
          } else if (path.split("/").length > 2) {
            files += 1;
          }
        },
        recognised: () => ours,
        end(report) {
          if (lists === 0)
            report({
              severity: "error",
              object: ".",
              message: `${listName} is missing.`,
            });
          else if (items === 0 && !ours)
            report({
              severity: "warning",
              object: "",
              message: "There is no item in the package.",
            });
          return { items, files, ours };
        },
      };
    },
  };
}
