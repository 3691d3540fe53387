// Puts the compiled extension into artifacts/vscode/notebookkit.vsix, byte for byte the same for the same sources.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { deflateRawSync } from 'node:zlib';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '..', '..');
const built = join(root, 'artifacts', 'vscode', 'extension', 'dist');
const manifest = JSON.parse(readFileSync(join(here, 'package.json'), 'utf8'));
const { scripts, devDependencies, private: _, ...shipped } = manifest;
const xml = text => text.replace(/[<>&"]/g, c => `&#${c.charCodeAt(0)};`);

const files = [
    ['[Content_Types].xml', `<?xml version="1.0" encoding="utf-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension=".json" ContentType="application/json"/><Default Extension=".vsixmanifest" ContentType="text/xml"/><Default Extension=".js" ContentType="application/javascript"/><Default Extension=".css" ContentType="text/css"/><Default Extension=".md" ContentType="text/markdown"/><Default Extension=".txt" ContentType="text/plain"/><Default Extension=".png" ContentType="image/png"/></Types>
`],
    ['extension.vsixmanifest', `<?xml version="1.0" encoding="utf-8"?>
<PackageManifest Version="2.0.0" xmlns="http://schemas.microsoft.com/developer/vsx-schema/2011">
  <Metadata>
    <Identity Language="en-US" Id="${manifest.name}" Version="${manifest.version}" Publisher="${manifest.publisher}"/>
    <DisplayName>${xml(manifest.displayName)}</DisplayName>
    <Description xml:space="preserve">${xml(manifest.description)}</Description>
    <Tags>${xml(manifest.keywords.join(','))}</Tags>
    <Categories>${xml(manifest.categories.join(','))}</Categories>
    <Properties>
      <Property Id="Microsoft.VisualStudio.Code.Engine" Value="${xml(manifest.engines.vscode)}"/>
      <Property Id="Microsoft.VisualStudio.Code.ExtensionKind" Value="${manifest.extensionKind.join(',')}"/>
    </Properties>
    <License>extension/LICENSE.txt</License>
    <Icon>extension/${manifest.icon}</Icon>
  </Metadata>
  <Installation><InstallationTarget Id="Microsoft.VisualStudio.Code"/></Installation>
  <Dependencies/>
  <Assets>
    <Asset Type="Microsoft.VisualStudio.Code.Manifest" Path="extension/package.json" Addressable="true"/>
    <Asset Type="Microsoft.VisualStudio.Services.Content.Details" Path="extension/README.md" Addressable="true"/>
    <Asset Type="Microsoft.VisualStudio.Services.Content.License" Path="extension/LICENSE.txt" Addressable="true"/>
    <Asset Type="Microsoft.VisualStudio.Services.Icons.Default" Path="extension/${manifest.icon}" Addressable="true"/>
  </Assets>
</PackageManifest>
`],
    ['extension/package.json', JSON.stringify(shipped, null, 2)],
    ['extension/README.md', readFileSync(join(here, 'README.md'))],
    [`extension/${manifest.icon}`, readFileSync(join(here, manifest.icon))],
    ['extension/LICENSE.txt', readFileSync(join(root, 'LICENSE'))],
    ...readdirSync(join(here, 'media')).sort().map(f => [`extension/media/${f}`, readFileSync(join(here, 'media', f))]),
    ['extension/media/plotly.min.js', readFileSync(join(here, 'node_modules', 'plotly.js-dist-min', 'plotly.min.js'))],
    ...readdirSync(built).filter(f => f.endsWith('.js')).sort().map(f => [`extension/dist/${f}`, readFileSync(join(built, f))]),
];

const target = join(root, 'artifacts', 'vscode', 'notebookkit.vsix');
writeFileSync(target, zip(files));
console.log(target);

function zip(entries) {
    const locals = [], directory = [];
    let offset = 0;
    for (const [name, content] of entries) {
        const data = Buffer.from(content), packed = deflateRawSync(data, { level: 9 }), path = Buffer.from(name);
        const common = Buffer.alloc(26); // version, flags, method, time, date, checksum, sizes, lengths
        common.writeUInt16LE(20, 0);
        common.writeUInt16LE(8, 4);
        common.writeUInt16LE(0x21, 8); // 1980-01-01, whatever the clock says
        common.writeUInt32LE(crc32(data), 10);
        common.writeUInt32LE(packed.length, 14);
        common.writeUInt32LE(data.length, 18);
        common.writeUInt16LE(path.length, 22);
        const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, path, packed]);
        const tail = Buffer.alloc(14);
        tail.writeUInt32LE(offset, 10);
        directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00'), common, tail, path]));
        locals.push(local);
        offset += local.length;
    }
    const size = directory.reduce((sum, d) => sum + d.length, 0), end = Buffer.alloc(22);
    end.write('PK\x05\x06', 'latin1');
    end.writeUInt16LE(entries.length, 8);
    end.writeUInt16LE(entries.length, 10);
    end.writeUInt32LE(size, 12);
    end.writeUInt32LE(offset, 16);
    return Buffer.concat([...locals, ...directory, end]);
}

function crc32(data) {
    let crc = 0xffffffff;
    for (const byte of data) {
        crc ^= byte;
        for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
    }
    return (crc ^ 0xffffffff) >>> 0;
}
