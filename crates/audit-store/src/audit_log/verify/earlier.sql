-- Rows as the first version wrote them.
INSERT INTO trail (number, at, kind, change, content, hash, instance) VALUES
    (1, '2026-01-31T12:00:01.000000Z', 'asked', '0f01',
     '{"id":"0f01","who":"ada","connection":"pivot","action":"pivot.users.delete","target":["ada"],"query":[],"body":null}',
     x'0a8f952e5f226cc6c3cbe45a5d97e390eb7ee2d61ca935310725ad86d7c47507', 0),
    (2, '2026-01-31T12:00:02.000000Z', 'ended', '0f01',
     '{"status":200}',
     x'366afe612638e5e5fb2eff4b1bb222c6e60efc1723b6f435896ee0a929ff70a2', 0),
    (3, '2026-01-31T12:00:03.000000Z', 'asked', '0f02',
     '{"id":"0f02","who":"ada","connection":"pivot","action":"pivot.users.delete","target":["bob"],"query":[],"body":null}',
     x'3bc70cd90e7de602494593b2eac4050cde68c84e7846e75b0b9563789aff44e7', 0),
    (4, '2026-01-31T12:00:04.000000Z', 'ended', '0f02',
     '{"status":200}',
     x'd2f6fdd8604e8d7784e70dae781e32ee41aa5455445ecb659deeb840358e119a', 0);
