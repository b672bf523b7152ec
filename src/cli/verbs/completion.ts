import { Command } from 'commander';

import type { Door } from '../door';

/** Words for the shell to complete, made from the verbs and options there really are. */
export const completionVerb = (door: Door): Command => {
  const verb = new Command('completion').description('prints what makes bash complete verbs and options');
  const bash = new Command('bash').description('for bash: source <(savings completion bash)').action(() => {
    const top = verb.parent;
    if (top !== null) door.terminal.print(scriptOf(top));
  });
  return verb
    .addCommand(bash)
    .addHelpText('after', '\nExample:\n  completion bash > ~/.local/share/bash-completion/completions/savings');
};

function scriptOf(top: Command): string {
  const cases = wordsOf(top, []).map(([path, words]) => `    '${path}') words='${words.join(' ')}' ;;`);
  return [
    '_savings() {',
    '  local word words path= at=1',
    '  while [ "$at" -lt "$COMP_CWORD" ]; do',
    '    word="${COMP_WORDS[at]}"; at=$((at + 1))',
    '    case "$word" in -*) break ;; esac',
    '    path="${path:+$path }$word"',
    '  done',
    '  case "$path" in',
    ...cases,
    '    *) words= ;;',
    '  esac',
    '  COMPREPLY=($(compgen -W "$words" -- "${COMP_WORDS[COMP_CWORD]}"))',
    '}',
    'complete -o default -F _savings savings',
  ].join('\n');
}

/** What can follow each verb: its own verbs and its options. */
function wordsOf(command: Command, path: readonly string[]): readonly (readonly [string, readonly string[]])[] {
  const verbs = command.commands.map((each) => each.name());
  const options = command.options.flatMap(({ long }) => long ?? []);
  const own = [path.join(' '), [...verbs, ...options, '--help']] as const;
  return [own, ...command.commands.flatMap((each) => wordsOf(each, [...path, each.name()]))];
}
