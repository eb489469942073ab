import { useRef } from 'preact/hooks';
import { useT } from '../i18n/i18n.ts';
import { IconButton } from './icon-button.tsx';
import { setTheme, useTheme, type ThemeChoice } from './theme.ts';

/** One tap to the look that is readable in sunlight, one tap back. */
export function SunButton() {
  const t = useT();
  const { choice, theme } = useTheme();
  const before = useRef<ThemeChoice>('auto');
  const toggle = (): void => {
    if (theme === 'sun') {
      // A device that asks for more contrast is in the sun look by itself: then back means light.
      setTheme(choice === 'sun' ? before.current : 'light');
      return;
    }
    before.current = choice;
    setTheme('sun');
  };
  return <IconButton icon="sun" label={t('ui.theme_sun')} pressed={theme === 'sun'} onClick={toggle} />;
}
