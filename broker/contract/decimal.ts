/** Numbers of JSON compared by their digits, since JavaScript rounds those of more than fifteen. */

interface Decimal {
  readonly isNegative: boolean;
  /** Without zeros at either end; empty for zero. */
  readonly digits: string;
  /** The value is 0.<digits> times ten to this power. */
  readonly power: number;
}

const FORM = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/i;

/** Negative, zero or positive, as `a` is less than, equal to or greater than `b`; undefined when one is no number of JSON. */
export function compareDecimals(a: string, b: string): number | undefined {
  const [one, other] = [decimalOf(a), decimalOf(b)];
  if (one === undefined || other === undefined) return undefined;
  if (one.isNegative !== other.isNegative) return one.isNegative ? -1 : 1;
  return one.isNegative ? compareSizes(other, one) : compareSizes(one, other);
}

function compareSizes(one: Decimal, other: Decimal): number {
  if (one.digits === "" || other.digits === "") return one.digits.length - other.digits.length;
  if (one.power !== other.power) return one.power - other.power;
  if (one.digits === other.digits) return 0;
  return one.digits < other.digits ? -1 : 1;
}

function decimalOf(text: string): Decimal | undefined {
  const [form, sign, whole = "", fraction = "", exponent = "0"] = FORM.exec(text) ?? [];
  if (form === undefined) return undefined;
  const all = whole + fraction;
  const start = all.search(/[1-9]/);
  // Zero has one form, without a sign.
  if (start < 0) return { isNegative: false, digits: "", power: 0 };
  return {
    isNegative: sign === "-",
    digits: all.slice(start).replace(/0+$/, ""),
    power: whole.length - start + Number(exponent),
  };
}
