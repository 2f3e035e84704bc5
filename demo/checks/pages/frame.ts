import { expect, type Locator, type Page } from '@playwright/test';

/** What both applications have around every page. */
export class Frame {
  protected readonly page: Page;
  readonly heading: Locator;
  readonly notice: Locator;
  readonly footer: Locator;

  constructor(page: Page) {
    this.page = page;
    this.heading = page.getByRole('heading', { level: 1 });
    this.notice = page.getByRole('status');
    this.footer = page.locator('footer');
  }

  async open(path: string, heading: string): Promise<void> {
    await this.page.goto(path);
    await expect(this.heading).toHaveText(heading);
  }

  /** Who the page says is signed in, and that the audit log says the same. */
  async isSignedInAs(name: string, role: string): Promise<void> {
    await expect(this.footer).toContainText(`Signed in as ${name}, ${role}.`);
    await expect(this.footer).toContainText(new RegExp(`Written down as entry \\d+ of ${name}\\.`));
  }

  rows(): Locator {
    return this.page.locator('tbody').getByRole('row');
  }

  row(name: string): Locator {
    return this.rows().filter({ hasText: name });
  }

  async generateReport(): Promise<void> {
    await this.page.getByRole('button', { name: 'Generate the report' }).click();
    await expect(this.page.getByText(/Report R-\d+/)).toBeVisible();
  }

  /** The large figure of a report. */
  async total(): Promise<number> {
    return Number(await this.page.locator('.figure strong').textContent());
  }
}
