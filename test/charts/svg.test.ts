import { line, rectangle, words, type Drawing } from '../../src/charts/drawing';
import { fills, type FillName, type FillStyle } from '../../src/charts/styles';
import { svg } from '../../src/charts/svg';

const drawing = (text: string): Drawing => ({
  width: 200,
  height: 100,
  title: text,
  description: `It shows ${text}`,
  marks: [
    rectangle('unphased', { x: 1, y: 2, width: 3.14159, height: 4 }),
    line('target', [0, 5], [10, 5]),
    words(4, 5, text),
  ],
});

describe('A drawing as SVG', () => {
  test('is one picture with a title and a description that name it', () => {
    const made = svg(drawing('The plan'), 'built');

    expect(made).toMatch(/^<svg [^>]*role="img"[^>]*aria-labelledby="built-title built-description"/);
    expect(made).toContain('<title id="built-title">The plan</title>');
    expect(made).toContain('<desc id="built-description">It shows The plan</desc>');
    expect(made).toContain('width="3.14" height="4"');
  });

  test('shows text as text, and holds no script, style or link', () => {
    const made = svg(drawing('<script>alert(1)</script> & "so"'), 'built');

    expect(made).not.toMatch(/<script|style=|<style|href|<a /);
    expect(made).toContain('&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;so&quot;');
  });

  // Blue against navy is told apart by what is written beside it; what differs in kind differs in pattern.
  test('what is non-cashable, claimed, or has nothing under it is told by its pattern, not by its colour', () => {
    const looks = (...names: readonly FillName[]): readonly string[] =>
      names.map((name) => {
        const { area, hatching, dashes }: FillStyle = fills[name];
        if (hatching !== null) return 'hatched';
        return area === null && dashes.length > 0 ? 'a dashed outline' : 'solid';
      });

    expect(looks('cashable', 'verified', 'certified')).toEqual(['solid', 'solid', 'solid']);
    expect(looks('non-cashable', 'claimed')).toEqual(['hatched', 'hatched']);
    expect(looks('unphased', 'outstanding')).toEqual(['a dashed outline', 'a dashed outline']);
  });
});
