export type KeptAnswers = ReturnType<typeof createKeptAnswers>;

/**
 * Keeps answers to questions about the catalog for as long as nothing in it changes. Who asks while somebody else is
 * being answered waits for the same answer.
 * @param most answers that are kept of one kind; the one asked for last is the last to be forgotten
 * @param revision of the catalog
 */
export function createKeptAnswers(most: number, revision: () => number) {
  const kinds: Map<string, unknown>[] = [];
  let known = -1;

  /** What is kept belongs to one state of the catalog. */
  const renew = (): void => {
    const now = revision();
    if (now === known) return;
    for (const answers of kinds) answers.clear();
    known = now;
  };

  return {
    /** Answers of one kind, by questions that JSON can hold. */
    of<Question extends readonly unknown[], Answer>(
      find: (...question: Question) => Promise<Answer>,
    ): (...question: Question) => Promise<Answer> {
      const answers = new Map<string, Promise<Answer>>();
      kinds.push(answers);
      return (...question) => {
        renew();
        const key = JSON.stringify(question);
        let answer = answers.get(key);
        if (answer === undefined) {
          const found = find(...question);
          found.catch(() => {
            if (answers.get(key) === found) answers.delete(key);
          });
          answer = found;
        }
        answers.delete(key);
        answers.set(key, answer);
        for (const oldest of answers.keys()) {
          if (answers.size <= most) break;
          answers.delete(oldest);
        }
        return answer;
      };
    },
  };
}
