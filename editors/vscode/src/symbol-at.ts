/** The factor or model that the cursor is in. */
import { commands, DocumentSymbol, SymbolKind, type Position, type Uri } from 'vscode';

export async function symbolAt(uri: Uri, position: Position): Promise<string | null> {
  const found: unknown = await commands.executeCommand('vscode.executeDocumentSymbolProvider', uri);
  const symbols: readonly unknown[] = Array.isArray(found) ? found : [];
  const items = symbols.flatMap((symbol) => (symbol instanceof DocumentSymbol && symbol.kind === SymbolKind.Class ? [symbol] : []));
  const around = items.find(({ range }) => range.contains(position));
  // Where there is one only, it is meant wherever the cursor is.
  return (around ?? (items.length === 1 ? items[0] : undefined))?.name ?? null;
}
