/** The forms that record, as a person fills them in. */
import type { Page } from 'playwright-core';

/** Answers one question of a form: fields by their labels, choices by their words. */
export async function answer(page: Page, answers: Readonly<Record<string, string>>): Promise<void> {
  for (const [label, value] of Object.entries(answers)) {
    const field = page.getByLabel(label, { exact: true });
    if ((await page.locator('select').and(field).count()) > 0) await field.selectOption(value);
    else await field.fill(value);
  }
  await page.getByRole('button', { name: 'Continue' }).click();
}

export const heading = (page: Page): Promise<string> => page.getByRole('heading', { level: 1 }).innerText();
