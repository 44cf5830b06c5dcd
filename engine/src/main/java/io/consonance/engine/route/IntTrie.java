package io.consonance.engine.route;

import java.util.Arrays;

/**
 * Immutable map from any {@code int} to a value, which shares all but one path with the map it was made from. The keys
 * are taken as they are, five bits at a time from the lowest, so callers spread them first. A look-up allocates nothing;
 * a change copies at most seven nodes of at most 32 entries.
 *
 * @param <V> never null
 */
final class IntTrie<V> {

    private static final int BITS = 5;
    private static final int MASK = (1 << BITS) - 1;

    /** An entry of a node is either a deeper node or this. */
    private record Leaf<V>(int key, V value) {}

    /** {@code bitmap} says which of the 32 branches exist; {@code entries} has one element for each of these. */
    private record Node(int bitmap, Object[] entries) {

        static final Node EMPTY = new Node(0, new Object[0]);

        boolean has(int bit) {
            return (bitmap & bit) != 0;
        }

        int indexOf(int bit) {
            return Integer.bitCount(bitmap & bit - 1);
        }

        Node replaced(int bit, Object entry) {
            Object[] copy = entries.clone();
            copy[indexOf(bit)] = entry;
            return new Node(bitmap, copy);
        }

        Node inserted(int bit, Object entry) {
            int index = indexOf(bit);
            Object[] copy = new Object[entries.length + 1];
            System.arraycopy(entries, 0, copy, 0, index);
            copy[index] = entry;
            System.arraycopy(entries, index, copy, index + 1, entries.length - index);
            return new Node(bitmap | bit, copy);
        }

        Node removed(int bit) {
            int index = indexOf(bit);
            Object[] copy = Arrays.copyOf(entries, entries.length - 1);
            System.arraycopy(entries, index + 1, copy, index, copy.length - index);
            return new Node(bitmap & ~bit, copy);
        }
    }

    private final Node root;
    private final int size;

    private IntTrie(Node root, int size) {
        this.root = root;
        this.size = size;
    }

    static <V> IntTrie<V> empty() {
        return new IntTrie<>(Node.EMPTY, 0);
    }

    int size() {
        return size;
    }

    @SuppressWarnings("unchecked")
    V get(int key) {
        Node node = root;
        for (int shift = 0; ; shift += BITS) {
            int bit = bitOf(key, shift);
            if (!node.has(bit)) {
                return null;
            }
            Object entry = node.entries[node.indexOf(bit)];
            if (entry instanceof Node deeper) {
                node = deeper;
            } else {
                Leaf<V> leaf = (Leaf<V>) entry;
                return leaf.key == key ? leaf.value : null;
            }
        }
    }

    IntTrie<V> with(int key, V value) {
        V before = get(key);
        if (before == value) {
            return this;
        }
        return new IntTrie<>(with(root, 0, new Leaf<>(key, value)), before == null ? size + 1 : size);
    }

    IntTrie<V> without(int key) {
        return get(key) == null ? this : new IntTrie<>(without(root, 0, key), size - 1);
    }

    /** Nodes of this map that {@code other} does not have: what was copied to make one from the other. */
    int nodesNotIn(IntTrie<V> other) {
        return nodesNotIn(root, other.root);
    }

    private static Node with(Node node, int shift, Leaf<?> leaf) {
        int bit = bitOf(leaf.key, shift);
        if (!node.has(bit)) {
            return node.inserted(bit, leaf);
        }
        Object entry = node.entries[node.indexOf(bit)];
        if (entry instanceof Node deeper) {
            return node.replaced(bit, with(deeper, shift + BITS, leaf));
        }
        Leaf<?> there = (Leaf<?>) entry;
        return node.replaced(bit, there.key == leaf.key ? leaf : pair(shift + BITS, there, leaf));
    }

    /** The smallest subtree that tells the two apart; their keys differ, so it ends at the last bits. */
    private static Node pair(int shift, Leaf<?> first, Leaf<?> second) {
        int firstBit = bitOf(first.key, shift);
        if (firstBit == bitOf(second.key, shift)) {
            return new Node(firstBit, new Object[] {pair(shift + BITS, first, second)});
        }
        return Node.EMPTY.inserted(firstBit, first).inserted(bitOf(second.key, shift), second);
    }

    private static Node without(Node node, int shift, int key) {
        int bit = bitOf(key, shift);
        if (!(node.entries[node.indexOf(bit)] instanceof Node deeper)) {
            return node.removed(bit);
        }
        Node left = without(deeper, shift + BITS, key);
        // A node that leads to one leaf only is replaced by the leaf, so that the shape depends on the keys alone.
        boolean collapses = left.entries.length == 1 && left.entries[0] instanceof Leaf;
        return node.replaced(bit, collapses ? left.entries[0] : left);
    }

    private static int nodesNotIn(Node node, Node other) {
        if (node == other) {
            return 0;
        }
        int count = 1;
        for (int rest = node.bitmap; rest != 0; rest &= rest - 1) {
            int bit = Integer.lowestOneBit(rest);
            if (node.entries[node.indexOf(bit)] instanceof Node deeper) {
                boolean both = other.has(bit) && other.entries[other.indexOf(bit)] instanceof Node;
                count += nodesNotIn(deeper, both ? (Node) other.entries[other.indexOf(bit)] : Node.EMPTY);
            }
        }
        return count;
    }

    private static int bitOf(int key, int shift) {
        return 1 << (key >>> shift & MASK);
    }
}
