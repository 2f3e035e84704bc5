import { expect } from '@playwright/test';
import { Frame } from './frame.ts';

export class HearthwayPage extends Frame {
  async find(name: string): Promise<void> {
    await this.page.getByRole('searchbox', { name: 'Name, in any spelling' }).fill(name);
    await this.page.getByRole('button', { name: 'Find' }).click();
    await expect(this.page.getByRole('region', { name: 'Results' })).toBeVisible();
  }

  async openCase(family: { name: string; size: number; place: string }): Promise<void> {
    await this.page.getByLabel('Name of the person we speak to').fill(family.name);
    await this.page.getByLabel('People in the family').fill(String(family.size));
    await this.page.getByLabel('Place').selectOption(family.place);
    await this.page.getByRole('button', { name: 'Open the case' }).click();
  }

  async upload(name: string, text: string): Promise<void> {
    const file = { name, mimeType: 'application/pdf', buffer: Buffer.from(text) };
    await this.page.getByLabel('Add a document').setInputFiles(file);
    await this.page.getByRole('button', { name: 'Upload' }).click();
  }

  async send(text: string, { remind = false } = {}): Promise<void> {
    await this.page.getByLabel(/^Message to/).fill(text);
    if (remind) await this.page.getByLabel('Remind them the day before').check();
    await this.page.getByRole('button', { name: 'Send' }).click();
  }

  /** Kilometres to school and clinic, in the order of the table. */
  async distances(): Promise<number[]> {
    const cells = await this.rows().locator('td:nth-child(3)').allTextContents();
    return cells.map((cell) => Number(/^([\d.]+) km$/.exec(cell.trim())?.[1] ?? Number.NaN));
  }
}
