package mutual.cashmachine.node;

/**
 * A card offered on the idle screen of a demonstration.
 *
 * @param hint what a visitor has to know, such as the PIN
 */
public record DemoCard(String number, String holder, String bank, String hint) {}
