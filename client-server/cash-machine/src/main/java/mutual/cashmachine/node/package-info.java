/**
 * The cash machine as a process: {@link mutual.cashmachine.node.CashMachineNode} runs the core,
 * carries out its effects, and opens its front to a browser.
 */
@NullMarked
package mutual.cashmachine.node;

import org.jspecify.annotations.NullMarked;
