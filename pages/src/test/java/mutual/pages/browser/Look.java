package mutual.pages.browser;

import com.microsoft.playwright.options.ColorScheme;

/**
 * A colour scheme and a width that every page must look right in. What axe finds depends on the one
 * or the other, so that it looks at two of the four.
 */
public enum Look {
  LIGHT_WIDE(ColorScheme.LIGHT, 1280, 900, true),
  DARK_WIDE(ColorScheme.DARK, 1280, 900, false),
  LIGHT_PHONE(ColorScheme.LIGHT, 360, 740, false),
  DARK_PHONE(ColorScheme.DARK, 360, 740, true);

  final ColorScheme scheme;
  final int width;
  final int height;
  final boolean axe;

  Look(ColorScheme scheme, int width, int height, boolean axe) {
    this.scheme = scheme;
    this.width = width;
    this.height = height;
    this.axe = axe;
  }
}
