import { languages, setLanguage, useLang, useT } from '../i18n/i18n.ts';
import { Icon } from './icon.tsx';
import { Segmented } from './segmented.tsx';
import { showToast } from './toast.ts';

/** КЫР / РУС / EN: side by side where there is room, a native list where there is none. */
export function LanguageSwitch() {
  const t = useT();
  const lang = useLang();
  const change = (code: string): void => {
    const chosen = languages.find((language) => language.code === code);
    // The words could not be fetched (first start, no network yet): the screen stays as it is and says so.
    if (chosen !== undefined) setLanguage(chosen.code).catch(() => showToast({ text: t('lang.not_loaded'), tone: 'warn' }));
  };
  return (
    <div class="lang">
      <div class="lang-wide">
        <Segmented
          label={t('ui.language')}
          options={languages.map(({ code, short, name }) => ({ value: code, label: short, name, lang: code }))}
          value={lang}
          onValue={change}
        />
      </div>
      <div class="lang-narrow select">
        <select class="input" aria-label={t('ui.language')} value={lang} onChange={(event) => change(event.currentTarget.value)}>
          {languages.map(({ code, short }) => (
            <option key={code} value={code} selected={code === lang}>
              {short}
            </option>
          ))}
        </select>
        <Icon name="chevron-down" size={20} />
      </div>
    </div>
  );
}
