/** Symbols as the command line takes them. */
import { InvalidArgumentError } from 'commander';

const SYMBOL = /^\d{6}\.(?:SH|SZ|BJ)$/;
/** Which first digits an exchange gives to stocks. */
const EXCHANGES: readonly (readonly [string, RegExp])[] = [['SH', /^(?:60|68|90)/], ['SZ', /^(?:0|3|20)/], ['BJ', /^(?:4|8|92)/]];

/** Parser of `--symbols`: collects its values, also lists with commas. A symbol without its exchange is wrong usage, because no row could have it. */
export function addSymbols(text: string, before: readonly string[] | undefined): readonly string[] {
  const symbols = text.split(',').map((part) => part.trim()).filter((part) => part !== '');
  if (symbols.length === 0) throw new InvalidArgumentError('found no symbol; expected some, such as 600519.SH. Leave the option out to compute all.');
  for (const symbol of symbols) {
    if (SYMBOL.test(symbol)) continue;
    const likely = likelySymbol(symbol);
    throw new InvalidArgumentError(`${symbol}: expected six digits and the exchange, such as 600519.SH, 000001.SZ or 430047.BJ.${likely === null ? '' : ` Did you mean ${likely}?`}`);
  }
  return [...(before ?? []), ...symbols];
}

/** The symbol that a text with six digits stands for; null if it has none or the digits belong to no exchange. */
function likelySymbol(text: string): string | null {
  const digits = /\d{6}/.exec(text)?.[0];
  const named = /sh|sz|bj/i.exec(text)?.[0].toUpperCase();
  if (digits === undefined) return null;
  const exchange = named ?? EXCHANGES.find(([, first]) => first.test(digits))?.[0];
  return exchange === undefined ? null : `${digits}.${exchange}`;
}
