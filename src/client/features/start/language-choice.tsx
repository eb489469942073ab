import { useState } from 'preact/hooks';
import { Page } from '../../deps/page.tsx';
import { languages, setLanguage, useT } from '../../i18n/i18n.ts';
import { Button } from '../../ui/button.tsx';
import { Motif } from '../../ui/motif.tsx';
import { Notice } from '../../ui/notice.tsx';

/** The first thing anyone sees: each language under its own name. */
export function LanguageChoice({ onChosen }: { readonly onChosen: () => void }): preact.JSX.Element {
  const t = useT();
  const [isLost, setLost] = useState(false);
  const choose = (code: (typeof languages)[number]['code']): void => {
    setLanguage(code).then(onChosen, () => setLost(true));
  };
  return (
    <Page title={t('lang.choose')} bare>
      <div class="start stack">
        <Motif />
        {isLost && <Notice tone="warn" alert>{t('lang.not_loaded')}</Notice>}
        <ul class="start-languages">
          {languages.map(({ code, name }) => (
            <li key={code} lang={code}>
              <Button size="big" wide onClick={() => choose(code)}>
                {name}
              </Button>
            </li>
          ))}
        </ul>
      </div>
    </Page>
  );
}
