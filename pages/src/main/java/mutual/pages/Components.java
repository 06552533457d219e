package mutual.pages;

import gg.jte.Content;
import gg.jte.TemplateOutput;
import gg.jte.html.HtmlTemplateOutput;
import gg.jte.html.OwaspHtmlTemplateOutput;
import java.time.Instant;
import mutual.pages.templates.JtebadgeGenerated;
import mutual.pages.templates.JtebarGenerated;
import mutual.pages.templates.JtecardGenerated;
import mutual.pages.templates.JteemptyGenerated;
import mutual.pages.templates.JteerrorGenerated;
import mutual.pages.templates.JtefieldGenerated;
import mutual.pages.templates.JteiconGenerated;
import mutual.pages.templates.JtekeyGenerated;
import mutual.pages.templates.JtemoneyGenerated;
import mutual.pages.templates.JtenoticeGenerated;
import mutual.pages.templates.JtepagerGenerated;
import mutual.pages.templates.JteprogressGenerated;
import mutual.pages.templates.JteskeletonGenerated;
import mutual.pages.templates.JtestatGenerated;
import mutual.pages.templates.JtetimeGenerated;
import mutual.pages.templates.JtetoastGenerated;
import org.jspecify.annotations.Nullable;

/**
 * The parts that pages are made of. Tables are plain: {@code <div class="table-frame"><table
 * class="table">}; cells of numbers have class {@code end}, and every cell but the row's heading
 * has a {@code data-label}, which a narrow screen shows beside it.
 */
public final class Components {
  private Components() {}

  /** An amount, grouped, with its currency. */
  public static Content money(long minorUnits, String currency) {
    return output ->
        JtemoneyGenerated.render(
            html(output), null, Format.amount(minorUnits, currency), currency, "");
  }

  /** A movement: always with its sign, and what comes in is coloured. */
  public static Content signedMoney(long minorUnits, String currency) {
    return output ->
        JtemoneyGenerated.render(
            html(output),
            null,
            Format.signedAmount(minorUnits, currency),
            currency,
            minorUnits > 0 ? "money-in" : "");
  }

  /** A word on the state of something. */
  public static Content badge(Tone tone, String text) {
    return output -> JtebadgeGenerated.render(html(output), null, tone, text);
  }

  /** A time, shown relative to now, with the exact one on hover. */
  public static Content time(Instant time) {
    return output -> JtetimeGenerated.render(html(output), null, time, true);
  }

  /** A time, shown to the second. */
  public static Content exactTime(Instant time) {
    return output -> JtetimeGenerated.render(html(output), null, time, false);
  }

  /** A key or number, shown short or grouped, with a button that copies all of it. */
  public static Content key(String shown, String full) {
    return output -> JtekeyGenerated.render(html(output), null, shown, full);
  }

  /** A drawing beside words that say the same; hidden from screen readers. */
  public static Content icon(Icon icon) {
    return output -> JteiconGenerated.render(html(output), null, icon);
  }

  /** The number a person came for, with what it is. */
  public static Content stat(String label, Content value, @Nullable Content note) {
    return output -> JtestatGenerated.render(html(output), null, label, value, note);
  }

  public static Content stat(String label, Content value) {
    return stat(label, value, null);
  }

  /** A titled box. */
  public static Content card(String title, Content body) {
    return card(title, null, body);
  }

  /** A titled box with a badge, link or button opposite its title. */
  public static Content card(String title, @Nullable Content beside, Content body) {
    return output -> JtecardGenerated.render(html(output), null, title, beside, body);
  }

  /** How full something is; {@code label} says it in words for those who do not see it. */
  public static Content bar(String label, long value, long full, Tone tone) {
    double share = full <= 0 ? 0 : Math.clamp((double) value / full, 0, 1);
    return output ->
        JtebarGenerated.render(html(output), null, label, Math.round(share * 1000) / 10.0, tone);
  }

  /** Work under way; {@code note} gives rate and time left. */
  public static Content progress(String label, long done, long total, String note) {
    return output -> JteprogressGenerated.render(html(output), null, label, done, total, note);
  }

  /** What stands where nothing is yet, saying what to do first. */
  public static Content empty(Icon icon, String title, String text) {
    return empty(icon, title, text, null);
  }

  public static Content empty(Icon icon, String title, String text, @Nullable Content action) {
    return output -> JteemptyGenerated.render(html(output), null, icon, title, text, action);
  }

  /** A message within the page. */
  public static Content notice(Tone tone, Content body) {
    return output -> JtenoticeGenerated.render(html(output), null, tone, body);
  }

  /** A message within the page. */
  public static Content notice(Tone tone, String text) {
    return notice(tone, text(text));
  }

  /** The outcome of what was just done, over the page, until it is dismissed. */
  public static Content toast(Tone tone, String text) {
    return output -> JtetoastGenerated.render(html(output), null, tone, text);
  }

  public static Content field(Field field) {
    return output -> JtefieldGenerated.render(html(output), null, field);
  }

  /** Links to the pages of a list before and after; null where there is none. */
  public static Content pager(@Nullable String before, @Nullable String after) {
    return output -> JtepagerGenerated.render(html(output), null, before, after);
  }

  /** The shape of lines that are on their way. */
  public static Content skeleton(int lines) {
    return output -> JteskeletonGenerated.render(html(output), null, lines);
  }

  /**
   * The content of a page that says what went wrong.
   *
   * @param lost whether anything is lost, and what to do
   */
  public static Content error(int status, String what, String lost, String backPath) {
    return output -> JteerrorGenerated.render(html(output), null, status, what, lost, backPath);
  }

  /** Words, escaped. */
  public static Content text(String text) {
    return output -> html(output).writeUserContent(text);
  }

  /** The same output, escaping by place; for calling a compiled template from Java. */
  public static HtmlTemplateOutput html(TemplateOutput output) {
    return output instanceof HtmlTemplateOutput html ? html : new OwaspHtmlTemplateOutput(output);
  }
}
