/** What a run was made of: the end of its page. */
import { both, escapeHtml, html, same, type Text } from '../text.ts';
import { warningsHtml } from '../settings-html.ts';

/** The record of a run, as far as its page shows it. */
export interface ShownRecord {
  readonly name: string;
  readonly title: string | null;
  /** File of the experiment in its project, and settings of the command line. */
  readonly experiment: string;
  readonly settings: readonly string[];
  readonly store: string;
  readonly isSimulated: boolean;
  readonly versions: { readonly fullband: string; readonly node: string; readonly platform: string; readonly cores: number };
  /** sha256 of each file that was read, by its path in the project. */
  readonly sources: Readonly<Record<string, string>>;
  readonly steps: readonly { readonly name: string; readonly hash: string; readonly seconds: number; readonly summary: string; readonly warnings: readonly string[]; readonly ran: { readonly name: string; readonly reason: string } | null; readonly isKept: boolean }[];
  /** Trainings that are averaged, by model; seeds are numbered from 1. */
  readonly seeds: Readonly<Record<string, number>>;
  /** When the folder was written, ISO. */
  readonly written: string;
}

export function recordHtml(record: ShownRecord): string {
  const { experiment, settings, store, versions, sources, steps, seeds, written } = record;
  const rows: readonly (readonly [Text, string])[] = [
    [both('Experiment', '实验文件'), escapeHtml(`${experiment}${settings.length === 0 ? '' : ` · ${settings.map((text) => `--set ${text}`).join(' ')}`}`)],
    [both('Store', '数据'), escapeHtml(store)],
    [both('Versions', '版本'), escapeHtml(`fullband ${versions.fullband}, Node ${versions.node}, ${versions.platform}`)],
    ...(Object.keys(seeds).length === 0 ? [] : [[both('Trainings that are averaged', '平均的训练次数'), escapeHtml(Object.entries(seeds).map(([model, count]) => `${model}: ${String(count)}`).join(', '))] as const]),
    [both('Written', '生成时间'), escapeHtml(written)],
  ];
  const warnings = steps.flatMap(({ name, warnings: of }) => of.map((warning) => same(`${name}: ${warning}`)));
  return [
    warningsHtml(warnings),
    `<section aria-labelledby="h-record"><h2 id="h-record">${html(both('Run record', '运行记录'))}</h2><dl class="settings">${rows.map(([name, value]) => `<div><dt>${html(name)}</dt><dd>${value}</dd></div>`).join('\n')}</dl>`,
    `<h3 id="h-steps">${html(both('Steps', '步骤'))}</h3><div class="scroll" role="group" tabindex="0" aria-labelledby="h-steps"><table class="record"><thead><tr>${[both('Step', '步骤'), both('Result', '结果'), both('Ran on', '运行后端'), both('Seconds', '秒'), both('Hash of what it is made of', '输入哈希')].map((head) => `<th scope="col">${html(head)}</th>`).join('')}</tr></thead><tbody>${steps.map(stepRow).join('\n')}</tbody></table></div>`,
    `<h3 id="h-sources">${html(both('Sources', '源文件'))}</h3><div class="scroll" role="group" tabindex="0" aria-labelledby="h-sources"><table class="record"><thead><tr><th scope="col">${html(both('File', '文件'))}</th><th scope="col">sha256</th></tr></thead><tbody>${Object.entries(sources).map(([path, hash]) => `<tr><th scope="row">${escapeHtml(path)}</th><td><code>${escapeHtml(hash.slice(0, 16))}</code></td></tr>`).join('\n')}</tbody></table></div></section>`,
  ].join('\n');
}

function stepRow({ name, summary, ran, seconds, hash, isKept }: ShownRecord['steps'][number]): string {
  const backend = ran === null ? '' : `<span title="${escapeHtml(ran.reason)}">${escapeHtml(ran.name)}</span>`;
  const time = isKept ? html(both('kept', '沿用')) : seconds.toFixed(1);
  return `<tr><th scope="row">${escapeHtml(name)}</th><td>${escapeHtml(summary)}</td><td>${backend}</td><td>${time}</td><td><code>${escapeHtml(hash.slice(0, 16))}</code></td></tr>`;
}
