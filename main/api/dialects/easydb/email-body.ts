import { apiRefusal } from "./refusal.ts";
import {
  arrayOf,
  integerOf,
  objectOf,
  onlyMembers,
  textOf,
  type Members,
} from "./values.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** Whom a transport tells of what can be fetched. */
export interface EmailWish {
  /** As it was given, to be given back. */
  readonly given: Members;
  /** What the mail server needs to know. */
  readonly letter: {
    readonly recipients: readonly string[];
    readonly message?: string;
  };
}

/** Who gets one mail at the most, and the bytes it may say to them: the server of the site is not for mailings. */
const mostRecipients = 100;
const longestMessage = 64 * 1024;

const address = /^[^\s@<>,;:"()[\]\\]+@[^\s@<>,;:"()[\]\\]+$/;

/**
 * `email` of a transport (easydb.md section 6); null when nobody is to be told.
 * @throws EasydbRefusal
 */
export function readEmail(
  value: unknown,
  at: string,
  known: Vocabulary,
): EmailWish | null {
  if (value === null) return null;
  const email = objectOf(value, at);
  onlyMembers(email, ["recipients", "message"], at);
  const given = email["message"] ?? null;
  const message = given === null ? "" : textOf(given, `${at}.message`);
  if (Buffer.byteLength(message) > longestMessage)
    throw apiRefusal(
      "invalid_value",
      `\`${at}.message\` is longer than ${String(longestMessage)} bytes.`,
    );
  const people = arrayOf(email["recipients"] ?? [], `${at}.recipients`);
  const recipients = new Set<string>();
  for (const [index, one] of people.entries()) {
    const place = `${at}.recipients.${String(index)}`;
    for (const found of addressesOf(one, place, known)) recipients.add(found);
    if (index >= mostRecipients || recipients.size > mostRecipients)
      throw apiRefusal(
        "invalid_value",
        `\`${at}.recipients\` are more than ${String(mostRecipients)}.`,
      );
  }
  if (people.length === 0) return null;
  if (!known.hasMail())
    throw apiRefusal(
      "invalid_value",
      `\`${at}.recipients\`: no mail server is known here.`,
    );
  if (recipients.size === 0)
    throw apiRefusal("invalid_value", `\`${at}.recipients\` are nobody.`);
  return {
    given: email,
    letter: {
      recipients: [...recipients],
      ...(message === "" ? {} : { message }),
    },
  };
}

/** Somebody with an account, the members of a group, or an address of its own. */
function addressesOf(
  value: unknown,
  at: string,
  known: Vocabulary,
): readonly string[] {
  const one = objectOf(value, at);
  const kind = (one["group"] ?? null) === null ? "user" : "group";
  const short = objectOf(one[kind] ?? {}, `${at}.${kind}`);
  const id = short["_id"] ?? null;
  if (kind === "user" && id === null) {
    const login = textOf(short["login"] ?? "", `${at}.user.login`);
    if (!address.test(login))
      throw apiRefusal("invalid_value", `\`${at}\`: ${login} is no address.`);
    return [login];
  }
  const number = integerOf(id, `${at}.${kind}._id`, 1);
  const found =
    kind === "group"
      ? known.groupAddresses(number)
      : (known.userAddress(number) ?? null);
  if (found === null)
    throw apiRefusal("invalid_value", `\`${at}\`: there is no such ${kind}.`);
  return [found].flat();
}
