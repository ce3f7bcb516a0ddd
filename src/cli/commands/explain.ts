import { Option } from 'commander';
import type { Register } from '../session.ts';

export const registerExplain: Register = (program) => {
  program.command('explain').argument('<PATH[#NAME]>').addOption(new Option('--stage <STAGE>'));
};
