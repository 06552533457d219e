package mutual.bankserver.pages;

import gg.jte.Content;
import org.jspecify.annotations.Nullable;

/**
 * What one page shows.
 *
 * @param section the navigation's entry it belongs to
 * @param live what is kept up to date while the page is open
 * @param still what stays as it is under the reader's hands, such as forms
 */
record View(String title, String section, Content live, @Nullable Content still) {
  View(String title, String section, Content live) {
    this(title, section, live, null);
  }
}
