import { line, rectangle, words, type Drawing } from '../../src/charts/drawing';
import { fills } from '../../src/charts/styles';
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
    expect([fills.cashable, fills.verified].map(({ hatching, dashes }) => [hatching, dashes])).toEqual([
      [null, []],
      [null, []],
    ]);
    expect([fills['non-cashable'].hatching, fills.claimed.hatching].every((hatching) => hatching !== null)).toBe(true);
    expect([fills.unphased, fills.outstanding].map(({ area, dashes }) => [area, dashes.length > 0])).toEqual([
      [null, true],
      [null, true],
    ]);
  });
});
