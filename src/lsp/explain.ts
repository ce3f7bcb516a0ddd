/** What the compiler makes of a factor or model as it is being edited. */
import type { Place } from './projects.ts';

/** The text of `fullband explain`, or why there is none. @param name of a factor or model; null for all of the file */
export async function explainText({ project, path }: Place, name: string | null): Promise<string> {
  const { result } = project.workspace.checked(path);
  const isMeant = (each: { readonly path: string; readonly name: string }): boolean => each.path === path && (name === null || each.name === name);
  const factors = result.factors.filter(isMeant);
  const models = result.models.filter(isMeant);
  // The compiler is loaded when it is first asked.
  const texts = [
    ...(models.length === 0 ? [] : [(await import('../compiler/model/explain.ts')).explainModels(models, 'overview').text]),
    ...(factors.length === 0 ? [] : [(await import('../compiler/explain.ts')).explain(factors, 'overview').text]),
  ];
  if (texts.length > 0) return texts.join('\n\n');
  return `${name ?? path} is not explained: ${result.findings.some(({ severity }) => severity === 'error') ? 'it has findings, which come first' : 'there is no factor or model of this name'}.`;
}
