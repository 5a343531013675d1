/** Longest code that is written; readers take up to 20 bits. */
const longest = 17;

interface Node {
  readonly weight: number;
  readonly depth: number;
  readonly symbol: number;
  readonly children: readonly [Node, Node] | null;
}

function isBefore(one: Node, other: Node): boolean {
  if (one.weight !== other.weight) return one.weight < other.weight;
  if (one.depth !== other.depth) return one.depth < other.depth;
  return one.symbol < other.symbol;
}

/**
 * Lengths of a Huffman code; every symbol gets one, also those that do not occur. Ties are settled by depth and symbol,
 * so that the result depends on the counts alone.
 */
export function codeLengths(counts: readonly number[]): Uint8Array {
  let weights = counts.map((count) => Math.max(1, count));
  for (;;) {
    const lengths = huffman(weights);
    if (lengths.every((length) => length <= longest)) return lengths;
    // Flatter counts make shorter codes.
    weights = weights.map((weight) => 1 + (weight >> 1));
  }
}

function huffman(weights: readonly number[]): Uint8Array {
  const leaves = weights
    .map((weight, symbol): Node => ({
      weight,
      depth: 0,
      symbol,
      children: null,
    }))
    .sort((one, other) => (isBefore(one, other) ? -1 : 1));
  // Joined nodes come in order of weight too, so the lightest is at the head of one of two queues.
  const joined: Node[] = [];
  let leaf = 0;
  let inner = 0;
  const lightest = (): Node => {
    const one = leaves[leaf];
    const other = joined[inner];
    if (one !== undefined && (other === undefined || isBefore(one, other))) {
      leaf += 1;
      return one;
    }
    if (other === undefined) throw new Error("a code has at least two symbols");
    inner += 1;
    return other;
  };
  for (let count = leaves.length; count > 1; count -= 1) {
    const left = lightest();
    const right = lightest();
    joined.push({
      weight: left.weight + right.weight,
      depth: Math.max(left.depth, right.depth) + 1,
      symbol: Math.min(left.symbol, right.symbol),
      children: [left, right],
    });
  }
  const lengths = new Uint8Array(weights.length);
  const stack: [Node, number][] = [];
  const root = joined.at(-1);
  if (root !== undefined) stack.push([root, 0]);
  for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
    const [{ children, symbol }, length] = top;
    if (children === null) lengths[symbol] = length;
    else for (const child of children) stack.push([child, length + 1]);
  }
  return lengths;
}

/** The codes that belong to lengths: shorter ones first, then by symbol. */
export function codesOf(lengths: Uint8Array): Int32Array {
  const codes = new Int32Array(lengths.length);
  let code = 0;
  for (let length = 1; length <= longest; length += 1) {
    for (const [symbol, own] of lengths.entries()) {
      if (own === length) codes[symbol] = code++;
    }
    code <<= 1;
  }
  return codes;
}
