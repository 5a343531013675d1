import java.io.BufferedReader;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/**
 * Reads a SAF package by the rules of DSpace's importer (its root folder, the first text node of a value, contents split
 * at tabs, options found by their names), and prints what it would create, one item a line, as JSON.
 * Whatever would end an import there ends this program.
 * Arguments: the ZIP, an empty folder to unpack it into.
 */
public final class SafReader {
    private static final Pattern METADATA_FILE = Pattern.compile("^metadata_.*.xml$");

    public static void main(String[] arguments) throws Exception {
        File root = unpack(new File(arguments[0]), new File(arguments[1]));
        String[] folders = root.list((folder, name) -> new File(folder, name).isDirectory());
        if (folders == null) throw new FileNotFoundException(root.getPath());
        Arrays.sort(folders);
        PrintStream out = new PrintStream(System.out, false, StandardCharsets.US_ASCII);
        for (String folder : folders) {
            if (folder.chars().anyMatch(Character::isWhitespace))
                throw new IOException("the map file cannot hold " + folder);
            out.println(json(readItem(new File(root, folder))));
        }
        out.flush();
    }

    /** Unpacks entries in the order of the directory; the first file that is deep enough says what the root is. */
    private static File unpack(File zip, File target) throws IOException {
        File root = target;
        Path inside = target.toPath().toAbsolutePath().normalize();
        try (ZipFile archive = new ZipFile(zip)) {
            Enumeration<? extends ZipEntry> entries = archive.entries();
            while (entries.hasMoreElements()) {
                ZipEntry entry = entries.nextElement();
                String name = entry.getName();
                File file = new File(target, name);
                if (!file.toPath().toAbsolutePath().normalize().startsWith(inside))
                    throw new IOException("outside: " + name);
                if (entry.isDirectory()) {
                    file.mkdirs();
                    continue;
                }
                String[] chunks = name.split("/|\\\\");
                if (chunks.length == 1) throw new IOException("at the top level: " + name);
                file.getParentFile().mkdirs();
                if (chunks.length > 2 && root == target) root = new File(target, chunks[0]);
                if (file.exists()) throw new IOException("twice: " + name);
                try (InputStream content = archive.getInputStream(entry);
                        OutputStream output = new FileOutputStream(file)) {
                    content.transferTo(output);
                }
            }
        }
        return root;
    }

    private static Map<String, Object> readItem(File folder) throws Exception {
        Map<String, Object> item = new LinkedHashMap<>();
        item.put("folder", folder.getName());
        List<Object> values = new ArrayList<>();
        readMetadata(new File(folder, "dublin_core.xml"), values);
        String[] others = folder.list((at, name) -> METADATA_FILE.matcher(name).matches());
        Arrays.sort(others);
        for (String other : others) readMetadata(new File(folder, other), values);
        item.put("metadata", values);
        item.put("bitstreams", readContents(folder));
        item.put("collections", lines(new File(folder, "collections")));
        List<String> handle = lines(new File(folder, "handle"));
        item.put("handle", handle == null ? null : handle.get(0).trim());
        item.put("relationships", lines(new File(folder, "relationships")));
        return item;
    }

    private static void readMetadata(File file, List<Object> values) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        Document document = factory.newDocumentBuilder().parse(file);
        Element top = document.getDocumentElement();
        if (!top.getNodeName().equals("dublin_core")) throw new IOException("no dublin_core in " + file);
        String schema = top.hasAttribute("schema") ? top.getAttribute("schema") : "dc";
        for (Node node = top.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (!(node instanceof Element) || !node.getNodeName().equals("dcvalue")) continue;
            Element element = (Element) node;
            String text = firstText(element);
            String value = text == null ? "" : text.trim();
            String qualifier = element.getAttribute("qualifier");
            if (value.isEmpty()) continue;
            if (schema.equals("relation")) throw new IOException("a relation in " + file);
            Map<String, Object> found = new LinkedHashMap<>();
            found.put("schema", schema);
            found.put("element", element.getAttribute("element"));
            found.put("qualifier", qualifier.equals("none") || qualifier.isEmpty() ? null : qualifier);
            found.put("language", element.getAttribute("language").trim());
            found.put("value", value);
            values.add(found);
        }
    }

    private static String firstText(Node node) {
        NodeList children = node.getChildNodes();
        for (int n = 0; n < children.getLength(); n++) {
            if (children.item(n).getNodeType() == Node.TEXT_NODE) return children.item(n).getNodeValue();
        }
        return null;
    }

    private static List<Object> readContents(File folder) throws Exception {
        List<String> lines = lines(new File(folder, "contents"));
        if (lines == null) throw new FileNotFoundException("contents in " + folder);
        List<Object> bitstreams = new ArrayList<>();
        Map<String, Map<String, Object>> byName = new LinkedHashMap<>();
        for (String line : lines) {
            if (line.trim().isEmpty()) continue;
            if (line.trim().startsWith("-r ")) throw new IOException("a registered file: " + line);
            int tab = line.indexOf('\t');
            String name = tab < 0 ? line : line.substring(0, tab);
            String bundle = option(line, "bundle");
            if (bundle != null && bundle.isBlank()) throw new IOException("a bundle without a name: " + line);
            Path file = new File(folder, name).toPath().toAbsolutePath().normalize();
            if (!file.startsWith(folder.toPath().toAbsolutePath().normalize())) throw new IOException("outside: " + line);
            Map<String, Object> bitstream = new LinkedHashMap<>();
            bitstream.put("name", name);
            bitstream.put("bundle", bundle != null ? bundle : name.equals("license.txt") ? "LICENSE" : "ORIGINAL");
            bitstream.put("primary", line.contains("\tprimary:true"));
            bitstream.put("sha256", digest(file));
            bitstreams.add(bitstream);
            // Options go to the first bitstream of that name, whichever line they are in.
            Map<String, Object> receiver = byName.computeIfAbsent(name, key -> bitstream);
            receiver.put("description", option(line, "description"));
            receiver.put("permissions", permission(option(line, "permissions")));
            receiver.put("iiifLabel", option(line, "iiif-label"));
            receiver.put("iiifToc", option(line, "iiif-toc"));
            receiver.put("iiifWidth", number(option(line, "iiif-width")));
            receiver.put("iiifHeight", number(option(line, "iiif-height")));
        }
        return bitstreams;
    }

    private static String option(String line, String name) {
        String marker = "\t" + name + ":";
        int start = line.indexOf(marker);
        if (start <= 0) return null;
        int end = line.indexOf('\t', start + 1);
        return line.substring(start + marker.length(), end < 0 ? line.length() : end).trim();
    }

    private static String permission(String text) {
        if (text == null) return null;
        int dash = text.indexOf('-');
        char action = Character.toLowerCase(text.charAt(dash + 1));
        int start = text.indexOf('\'', dash);
        int end = text.indexOf('\'', start + 1);
        if (start < 0) {
            start = text.indexOf(' ', dash);
            end = text.length();
        }
        return (action == 'r' ? "READ " : "WRITE ") + text.substring(start + 1, end);
    }

    private static String number(String text) {
        return text == null ? null : Integer.toString(Integer.parseInt(text));
    }

    private static String digest(Path file) throws Exception {
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        try (InputStream content = new FileInputStream(file.toFile())) {
            byte[] buffer = new byte[65536];
            for (int length; (length = content.read(buffer)) > 0; ) sha256.update(buffer, 0, length);
        }
        StringBuilder text = new StringBuilder();
        for (byte part : sha256.digest()) text.append(String.format("%02x", part));
        return text.toString();
    }

    /** The lines of a file; null when there is none. */
    private static List<String> lines(File file) throws IOException {
        if (!file.exists()) return null;
        List<String> lines = new ArrayList<>();
        try (BufferedReader reader = Files.newBufferedReader(file.toPath(), StandardCharsets.UTF_8)) {
            for (String line; (line = reader.readLine()) != null; ) lines.add(line);
        }
        return lines;
    }

    private static String json(Object value) {
        if (value == null || value instanceof Boolean) return String.valueOf(value);
        if (value instanceof List) {
            List<String> parts = new ArrayList<>();
            for (Object part : (List<?>) value) parts.add(json(part));
            return "[" + String.join(",", parts) + "]";
        }
        if (value instanceof Map) {
            List<String> parts = new ArrayList<>();
            for (Map.Entry<?, ?> part : ((Map<?, ?>) value).entrySet())
                parts.add(json(part.getKey()) + ":" + json(part.getValue()));
            return "{" + String.join(",", parts) + "}";
        }
        StringBuilder text = new StringBuilder("\"");
        for (char character : value.toString().toCharArray()) {
            if (character < 0x20 || character > 0x7e || character == '"' || character == '\\')
                text.append(String.format("\\u%04x", (int) character));
            else text.append(character);
        }
        return text.append('"').toString();
    }
}
