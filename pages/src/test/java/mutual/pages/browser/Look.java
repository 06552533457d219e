package mutual.pages.browser;

import com.microsoft.playwright.options.ColorScheme;

/** A colour scheme and a width that every page must look right in. */
public enum Look {
  LIGHT_WIDE(ColorScheme.LIGHT, 1280, 900),
  DARK_WIDE(ColorScheme.DARK, 1280, 900),
  LIGHT_PHONE(ColorScheme.LIGHT, 360, 740),
  DARK_PHONE(ColorScheme.DARK, 360, 740);

  final ColorScheme scheme;
  final int width;
  final int height;

  Look(ColorScheme scheme, int width, int height) {
    this.scheme = scheme;
    this.width = width;
    this.height = height;
  }
}
