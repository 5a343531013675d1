/**
 * Fills a form with what is kept now. What somebody has typed since it was sent stays.
 * @param sent the form as it was sent
 */
export function refill<Form extends object>(
  form: Form,
  sent: Readonly<Form>,
  kept: Readonly<Form>,
): void {
  for (const key of Object.keys(kept) as (keyof Form)[])
    if (form[key] === sent[key]) form[key] = kept[key];
}
