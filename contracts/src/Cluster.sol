// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.26;

import {Ownable2StepUpgradeable} from "@openzeppelin/contracts-upgradeable/access/Ownable2StepUpgradeable.sol";
import {UUPSUpgradeable} from "@openzeppelin/contracts-upgradeable/proxy/utils/UUPSUpgradeable.sol";

/// Limits of the network, and its settings in a form that the contract does not read.
struct Settings {
    uint16 maxOperatorDataBytes;
    uint8 minOperators;
    bytes extra;
}

/// An account that runs nodes, and what it says of them in a form that the contract does not read.
struct NodeOperator {
    address addr;
    bytes data;
}

/// Who shares the key space. Bit i of the mask stands for the operator in slot i.
struct Keyspace {
    uint256 operatorBitmask;
    uint8 replicationStrategy;
}

/// The latest change of the keyspace; it runs while anybody pulls. Times are seconds of blocks.
struct Migration {
    uint64 id;
    uint64 startedAt;
    uint64 abortedAt;
    uint256 pullingOperatorBitmask;
}

/// Everything a node wants to know, in one answer.
struct ClusterView {
    address owner;
    Settings settings;
    uint128 version;
    uint64 keyspaceVersion;
    NodeOperator[] operatorSlots;
    Keyspace[2] keyspaces;
    Migration migration;
    address maintenanceSlot;
}

/// Membership, keyspace, migration and maintenance of one network.
///
/// Lives behind an ERC-1967 proxy. Each change emits one event that carries the next version; readers compare versions
/// to notice that they missed one. The order of the checks is part of the contract: the first failure is what callers see.
contract Cluster is Ownable2StepUpgradeable, UUPSUpgradeable {
    error CallerNotOperator();
    error InsufficientOperators();
    error InvalidOperator();
    error InvalidOperatorData();
    error MaintenanceInProgress();
    error MigrationInProgress();
    error NoMigrationInProgress();
    error OperatorExists();
    error OperatorInKeyspace();
    error OperatorNotFound();
    error OperatorNotPulling();
    error SameKeyspace();
    error TooManyOperators();
    error Unauthorized();
    error WrongMigrationId();

    event ClusterInitialized(NodeOperator[] operators, Settings settings, uint128 version);
    event MigrationStarted(uint64 indexed id, Keyspace newKeyspace, uint64 keyspaceVersion, uint128 version);
    event MigrationDataPullCompleted(uint64 indexed id, address indexed operator, uint128 version);
    event MigrationCompleted(uint64 indexed id, address indexed operator, uint128 version);
    event MigrationAborted(uint64 indexed id, uint128 version);
    event NodeOperatorAdded(address indexed operator, uint8 indexed slot, bytes operatorData, uint128 version);
    event NodeOperatorUpdated(address indexed operator, uint8 indexed slot, bytes operatorData, uint128 version);
    event NodeOperatorRemoved(address indexed operator, uint8 indexed slot, uint128 version);
    event MaintenanceToggled(address indexed operator, bool active, uint128 version);
    event SettingsUpdated(Settings newSettings, address indexed updatedBy, uint128 version);

    /// One bit of a mask each.
    uint16 public constant MAX_OPERATORS = 256;

    Settings public settings;

    /// The account in a slot whose bit is not set means nothing.
    NodeOperator[256] public operatorSlots;

    /// Answers 0 for strangers, so compare with the account in that slot.
    mapping(address => uint8) public operatorSlotIndexes;

    uint256 public operatorBitmask;

    /// Index keyspaceVersion % 2 is the newest, the migration's target while one runs.
    Keyspace[2] public keyspaces;

    Migration public migration;

    uint128 public version;
    uint64 public keyspaceVersion;

    /// Who is in maintenance; the zero address for nobody.
    address public maintenanceSlot;

    constructor() {
        _disableInitializers();
    }

    /// Called once, by the constructor of the proxy. Takes duplicate and zero addresses as they come.
    function initialize(Settings calldata initialSettings, NodeOperator[] calldata initialOperators)
        external
        initializer
    {
        __Ownable_init(msg.sender);
        uint256 count = initialOperators.length;
        if (count > MAX_OPERATORS) revert TooManyOperators();
        if (count < initialSettings.minOperators) revert InsufficientOperators();

        settings = initialSettings;
        for (uint256 slot = 0; slot < count; ++slot) {
            NodeOperator calldata entry = initialOperators[slot];
            _requireValid(entry.data, initialSettings.maxOperatorDataBytes);
            operatorSlots[slot] = entry;
            operatorSlotIndexes[entry.addr] = uint8(slot);
        }
        uint256 mask = count == MAX_OPERATORS ? type(uint256).max : (uint256(1) << count) - 1;
        operatorBitmask = mask;
        keyspaces[0].operatorBitmask = mask;
        emit ClusterInitialized(initialOperators, initialSettings, _nextVersion());
    }

    // ---- migration

    /// Begins to move to another keyspace. Every operator of it has to pull its data and say so.
    function startMigration(Keyspace calldata newKeyspace) external onlyOwner {
        uint256 mask = newKeyspace.operatorBitmask;
        if (maintenanceSlot != address(0)) revert MaintenanceInProgress();
        if (migration.pullingOperatorBitmask != 0) revert MigrationInProgress();
        if (_count(mask) < settings.minOperators) revert InsufficientOperators();
        if (mask & ~operatorBitmask != 0) revert OperatorNotFound();
        uint64 nextKeyspaceVersion = keyspaceVersion;
        Keyspace storage current = keyspaces[nextKeyspaceVersion % 2];
        if (current.operatorBitmask == mask && current.replicationStrategy == newKeyspace.replicationStrategy) {
            revert SameKeyspace();
        }

        ++nextKeyspaceVersion;
        keyspaceVersion = nextKeyspaceVersion;
        keyspaces[nextKeyspaceVersion % 2] = newKeyspace;
        uint64 id = migration.id + 1;
        migration.id = id;
        migration.startedAt = uint64(block.timestamp);
        migration.pullingOperatorBitmask = mask;
        emit MigrationStarted(id, newKeyspace, nextKeyspaceVersion, _nextVersion());
    }

    /// The caller has its data. The last one ends the migration.
    function completeMigration(uint64 id) external {
        uint256 pulling = migration.pullingOperatorBitmask;
        if (pulling == 0) revert NoMigrationInProgress();
        if (id != migration.id) revert WrongMigrationId();
        uint8 slot = operatorSlotIndexes[msg.sender];
        if (operatorSlots[slot].addr != msg.sender) revert CallerNotOperator();
        uint256 bit = uint256(1) << slot;
        if (pulling & bit == 0) revert OperatorNotPulling();

        pulling ^= bit;
        migration.pullingOperatorBitmask = pulling;
        if (pulling == 0) {
            emit MigrationCompleted(id, msg.sender, _nextVersion());
        } else {
            emit MigrationDataPullCompleted(id, msg.sender, _nextVersion());
        }
    }

    /// Returns to the keyspace before; its version counts down, and the keyspace given up stays in its place.
    function abortMigration(uint64 id) external onlyOwner {
        if (migration.pullingOperatorBitmask == 0) revert NoMigrationInProgress();
        if (id != migration.id) revert WrongMigrationId();

        --keyspaceVersion;
        migration.abortedAt = uint64(block.timestamp);
        migration.pullingOperatorBitmask = 0;
        emit MigrationAborted(id, _nextVersion());
    }

    // ---- operators

    /// Gives an account the lowest free slot.
    function addNodeOperator(NodeOperator calldata operator) external onlyOwner {
        uint256 mask = operatorBitmask;
        if (mask == type(uint256).max) revert TooManyOperators();
        if (operator.addr == address(0)) revert InvalidOperator();
        if (isOperator(operator.addr)) revert OperatorExists();
        _requireValid(operator.data, settings.maxOperatorDataBytes);

        uint8 slot = _lowestZero(mask);
        operatorSlots[slot] = operator;
        operatorSlotIndexes[operator.addr] = slot;
        operatorBitmask = mask | (uint256(1) << slot);
        emit NodeOperatorAdded(operator.addr, slot, operator.data, _nextVersion());
    }

    /// An operator, or the owner for it, changes what is known of its nodes.
    function updateNodeOperatorData(address operatorAddress, bytes calldata newData) external {
        if (msg.sender != operatorAddress && msg.sender != owner()) revert Unauthorized();
        _requireValid(newData, settings.maxOperatorDataBytes);
        uint8 slot = operatorSlotIndexes[operatorAddress];
        NodeOperator storage entry = operatorSlots[slot];
        if (entry.addr != operatorAddress) revert OperatorNotFound();

        entry.data = newData;
        emit NodeOperatorUpdated(operatorAddress, slot, newData, _nextVersion());
    }

    /// Frees the slot of an operator that no keyspace in force, or migrated to, needs.
    function removeNodeOperator(address operatorAddr) external onlyOwner {
        uint8 slot = operatorSlotIndexes[operatorAddr];
        NodeOperator storage entry = operatorSlots[slot];
        if (entry.addr != operatorAddr) revert OperatorNotFound();
        uint256 mask = operatorBitmask;
        if (_count(mask) <= settings.minOperators) revert InsufficientOperators();
        uint256 needed = migration.pullingOperatorBitmask == 0
            ? keyspaces[keyspaceVersion % 2].operatorBitmask
            : keyspaces[0].operatorBitmask | keyspaces[1].operatorBitmask;
        uint256 bit = uint256(1) << slot;
        if (needed & bit != 0) revert OperatorInKeyspace();

        delete entry.addr;
        delete entry.data;
        delete operatorSlotIndexes[operatorAddr];
        operatorBitmask = mask & ~bit;
        emit NodeOperatorRemoved(operatorAddr, slot, _nextVersion());
    }

    // ---- maintenance and settings

    /// Takes or gives back the one permit for maintenance. The owner may always give it back.
    function setMaintenance(bool active) external {
        address holder = maintenanceSlot;
        if (active) {
            if (holder != address(0)) revert MaintenanceInProgress();
            if (!isOperator(msg.sender) && msg.sender != owner()) revert Unauthorized();
            maintenanceSlot = msg.sender;
        } else {
            if ((msg.sender != holder || !isOperator(msg.sender)) && msg.sender != owner()) revert Unauthorized();
            maintenanceSlot = address(0);
        }
        emit MaintenanceToggled(msg.sender, active, _nextVersion());
    }

    /// Data that operators stored before may be longer than the new limit.
    function updateSettings(Settings calldata newSettings) external onlyOwner {
        if (_count(operatorBitmask) < newSettings.minOperators) revert InsufficientOperators();

        settings = newSettings;
        emit SettingsUpdated(newSettings, msg.sender, _nextVersion());
    }

    // ---- reading

    /// Shows the slots up to the highest in use, and one even if none is; empty ones are zero.
    function getView() external view returns (ClusterView memory) {
        uint256 mask = operatorBitmask;
        NodeOperator[] memory slots = new NodeOperator[](uint256(_highestOne(mask)) + 1);
        for (uint256 slot = 0; slot < slots.length; ++slot) {
            if (mask & (uint256(1) << slot) != 0) slots[slot] = operatorSlots[slot];
        }
        return ClusterView({
            owner: owner(),
            settings: settings,
            version: version,
            keyspaceVersion: keyspaceVersion,
            operatorSlots: slots,
            keyspaces: keyspaces,
            migration: migration,
            maintenanceSlot: maintenanceSlot
        });
    }

    /// Answers true for the zero address while slot 0 is empty.
    function isOperator(address addr) public view returns (bool) {
        return operatorSlots[operatorSlotIndexes[addr]].addr == addr;
    }

    function getOperatorAt(uint8 slotIdx) external view returns (address) {
        if (operatorBitmask & (uint256(1) << slotIdx) == 0) revert OperatorNotFound();
        return operatorSlots[slotIdx].addr;
    }

    function getOperatorCount() external view returns (uint16) {
        return _count(operatorBitmask);
    }

    /// Answers the accounts in ascending order.
    ///
    /// Sorts by insertion, since 256 accounts in an unlucky order are too deep a recursion for the stack of the EVM.
    function getAllOperators() external view returns (address[] memory) {
        uint8[] memory slots = _slots(operatorBitmask);
        address[] memory operators = new address[](slots.length);
        for (uint256 i = 0; i < slots.length; ++i) {
            address operator = operatorSlots[slots[i]].addr;
            uint256 position = i;
            while (position > 0 && operators[position - 1] > operator) {
                operators[position] = operators[position - 1];
                --position;
            }
            operators[position] = operator;
        }
        return operators;
    }

    /// Answers the newest keyspace: the target while a migration runs.
    function getCurrentKeyspace() external view returns (uint8[] memory, uint8) {
        Keyspace storage current = keyspaces[keyspaceVersion % 2];
        return (_slots(current.operatorBitmask), current.replicationStrategy);
    }

    function getMigrationStatus() external view returns (uint64 id, uint16 remaining, bool inProgress) {
        uint256 pulling = migration.pullingOperatorBitmask;
        return (migration.id, _count(pulling), pulling != 0);
    }

    function getPullingOperators() external view returns (uint8[] memory) {
        return _slots(migration.pullingOperatorBitmask);
    }

    // ---- inside

    function _authorizeUpgrade(address) internal override onlyOwner {}

    function _nextVersion() private returns (uint128) {
        return ++version;
    }

    function _requireValid(bytes calldata data, uint16 maxBytes) private pure {
        if (data.length == 0 || data.length > maxBytes) revert InvalidOperatorData();
    }

    /// Counts the ones of a mask, side by side in ever wider fields; 256 of them would not fit the last sum of bytes.
    function _count(uint256 mask) private pure returns (uint16) {
        unchecked {
            if (mask == type(uint256).max) return MAX_OPERATORS;
            mask -= (mask >> 1) & (type(uint256).max / 3);
            mask = (mask & (type(uint256).max / 5)) + ((mask >> 2) & (type(uint256).max / 5));
            mask = (mask + (mask >> 4)) & (type(uint256).max / 17);
            return uint16((mask * (type(uint256).max / 255)) >> 248);
        }
    }

    /// Returns the lowest bit that is not set; there must be one.
    function _lowestZero(uint256 mask) private pure returns (uint8) {
        unchecked {
            return _highestOne(~mask & (mask + 1));
        }
    }

    /// Returns the highest bit that is set, and 0 if none is.
    function _highestOne(uint256 mask) private pure returns (uint8 bit) {
        unchecked {
            for (uint8 step = 128; step != 0; step >>= 1) {
                if (mask >> step != 0) {
                    mask >>= step;
                    bit += step;
                }
            }
        }
    }

    /// Returns the bits of a mask that are set, ascending.
    function _slots(uint256 mask) private pure returns (uint8[] memory slots) {
        slots = new uint8[](_count(mask));
        for (uint256 i = 0; i < slots.length; ++i) {
            slots[i] = _highestOne(mask & (~mask + 1));
            mask &= mask - 1;
        }
    }
}
